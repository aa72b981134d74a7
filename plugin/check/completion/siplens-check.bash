# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion for siplens-check

_siplens_check() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local options="--format --output --fail-on --rule --join --from-jsonl --jobs --config
        --max-findings --option --decode-as --timeout --as-root --explain --list-rules --install-profile --version --help"

    # An option and its value come as three words where a = joins them.
    if [[ $cur == "=" ]]; then
        cur=
    elif [[ $prev == "=" ]]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    COMPREPLY=()
    case $prev in
    --format)
        COMPREPLY=($(compgen -W "text json jsonl junit sarif markdown html" -- "$cur")) ;;
    --fail-on)
        COMPREPLY=($(compgen -W "error warn note never" -- "$cur")) ;;
    --rule)
        COMPREPLY=($(compgen -S = -W "$(_siplens_check_rules)" -- "$cur"))
        compopt -o nospace 2>/dev/null ;;
    --explain)
        COMPREPLY=($(compgen -W "$(_siplens_check_rules) INVITE ACK BYE CANCEL REGISTER OPTIONS INFO
            UPDATE PRACK REFER SUBSCRIBE NOTIFY MESSAGE PUBLISH" -- "$cur")) ;;
    --jobs | --max-findings | --option | --decode-as | --timeout) ;;
    *)
        if [[ $cur == -* ]]; then
            COMPREPLY=($(compgen -W "$options" -- "$cur"))
        else
            compopt -o filenames 2>/dev/null
            COMPREPLY=($(compgen -f -- "$cur"))
        fi ;;
    esac
}

_siplens_check_rules() {
    siplens-check --list-rules 2>/dev/null | sed -n 's/^\([a-z0-9_]*\)  .*/\1/p'
}

complete -F _siplens_check siplens-check
