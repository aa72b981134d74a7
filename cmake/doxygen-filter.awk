# SPDX-License-Identifier: GPL-2.0-or-later
# Doxygen reads our plain comments through this: one that stands before something, or behind a
# member, becomes one of Doxygen's; what it would take for markup becomes text.

function text(s) {
    gsub(/&/, "\\&amp;", s)
    gsub(/</, "\\&lt;", s)
    gsub(/[\\@]/, "\\\\&", s)
    gsub(/[#%]/, "\\\\&", s)
    gsub(/::/, ": :", s)
    return s
}

# In a comment that began on an earlier line.
inside {
    end = index($0, "*/")
    inside = !end
    print end ? text(substr($0, 1, end - 1)) substr($0, end) : text($0)
    next
}

# Headings within a file, the licence, and what only programs read.
/^\/\* (---|SPDX-|clang-format)/ {
    print
    next
}

# A comment of its own.
/^[ \t]*\/\*/ {
    start = index($0, "/*")
    inside = !index($0, "*/")
    rest = substr($0, start + 2)
    # The first comment of a header is about the file.
    mark = NR < 4 ? "/** @file\n" : "/** "
    print substr($0, 1, start - 1) mark (inside ? text(rest) : text(substr(rest, 1, index(rest, "*/") - 1)) "*/")
    next
}

# A comment behind a member or a value.
/^[ \t]+[^ \t].*[;,})] \/\*.*\*\/$/ || /^[ \t]+[A-Za-z_]+[^;]* \/\*.*\*\/$/ {
    start = index($0, "/*")
    print substr($0, 1, start - 1) "/**<" text(substr($0, start + 2, length($0) - start - 3)) "*/"
    next
}

{ print }
