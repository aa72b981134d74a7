# SPDX-License-Identifier: GPL-2.0-or-later
# fish completion for siplens-check

function __siplens_check_rules
    siplens-check --list-rules 2>/dev/null | string replace -rf '^([a-z0-9_]+)  .*' '$1'
end

complete -c siplens-check -l format -x -a "text json jsonl junit sarif markdown html" -d "Format of the report"
complete -c siplens-check -l output -r -d "Where the report goes"
complete -c siplens-check -l fail-on -x -a "error warn note never" -d "Least severity that fails"
complete -c siplens-check -l rule -x -a "(__siplens_check_rules)=" -d "Severity of a rule"
complete -c siplens-check -l join -d "Treat the captures as one"
complete -c siplens-check -l from-jsonl -d "Merge reports made elsewhere"
complete -c siplens-check -l jobs -x -d "Captures at the same time"
complete -c siplens-check -l config -r -d "Configuration file"
complete -c siplens-check -l max-findings -x -d "Findings listed per rule and call"
complete -c siplens-check -l option -x -d "Preference for tshark"
complete -c siplens-check -l decode-as -x -d "Decode-as for tshark"
complete -c siplens-check -l timeout -x -d "Give up a capture that takes longer"
complete -c siplens-check -l as-root -d "Run tshark as root where nobody cannot be had"
complete -c siplens-check -l explain -x -a "(__siplens_check_rules)" -d "What a code, method or rule means"
complete -c siplens-check -l list-rules -d "Print the rules"
complete -c siplens-check -l install-profile -d "Install the Wireshark profile"
complete -c siplens-check -l version -d "Print the version"
complete -c siplens-check -s h -l help -d "Print a summary of the options"
