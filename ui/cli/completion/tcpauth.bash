# Completes the command lines of tcpauth in bash.
# SPDX-License-Identifier: GPL-2.0-or-later

# Prints the names of the keys in the keyring that the line is about.
_tcpauth_names() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -k|--keyring) tcpauth list --names --keyring "${COMP_WORDS[i + 1]/#\~/$HOME}" 2>/dev/null; return ;;
        esac
    done
    tcpauth list --names 2>/dev/null
}

_tcpauth_interfaces() {
    ls /sys/class/net 2>/dev/null
}

# Prints the subcommand of the line.
_tcpauth_command() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            -k|--keyring) ((i++)) ;;
            -*) ;;
            *) echo "${COMP_WORDS[i]}"; return ;;
        esac
    done
}

# Offers those of the lines read that begin with the current word; the names of keys may have spaces.
_tcpauth_offer() {
    local word line
    word=$(printf '%s' "${COMP_WORDS[COMP_CWORD]}" | sed 's/\\\(.\)/\1/g')
    while IFS= read -r line; do
        if [[ $line == "$word"* ]]; then COMPREPLY+=("$(printf %q "$line")"); fi
    done
}

_tcpauth() {
    local command options
    COMPREPLY=()
    case ${COMP_WORDS[COMP_CWORD - 1]} in
        -k|--keyring|-o|--output|--secret-file|--candidates|--annotate) compopt -o default; return ;;
        -i|--interface) _tcpauth_offer < <(_tcpauth_interfaces); return ;;
        -f|--format) _tcpauth_offer <<<$'native\nfrr\nbird\ngobgp\nsetkey\nuat'; return ;;
        --algorithm) _tcpauth_offer <<<$'md5\nhmac-sha-1-96\naes-128-cmac-96\nhmac-sha-256-96\nhmac-sha-256-128\nhkdf-sha-256-128\nkmac256-128\nhmac-md5-96\nhmac-sha-224-96\nhmac-sha-384-96\nhmac-sha-512-96'; return ;;
        --options) _tcpauth_offer <<<$'included\nexcluded'; return ;;
        --preference) _tcpauth_offer <<<$'preferred\ndeprecated'; return ;;
        --signature) _tcpauth_offer <<<$'required\noptional'; return ;;
        --dialect) _tcpauth_offer < <(tcpauth import --dialects | sed '1d; s/ .*//'); return ;;
        --port|--mac-length|--send-id|--recv-id|--from|--until|--send-from|--send-until|--chain|--number|--instance|--time|--local|--seconds|-r|--recipient) return ;;
    esac
    command=$(_tcpauth_command)
    case $command in
        list) options="--dialect --secrets --names --json" ;;
        add) options="--port --algorithm --mac-length --send-id --recv-id --options --from --until --send-from --send-until --preference --signature --chain --number --instance --secret-file --hex --base64" ;;
        remove) options="--all" ;;
        import) options="--dialect --dialects --kernel --netns --dry-run" ;;
        export) options="--dialect --format --local --time --output --force" ;;
        check) options="--time --dialect --kernel --netns --json" ;;
        which) options="--dialect --json" ;;
        seal) options="--recipient --passphrase" ;;
        unseal|help) options="" ;;
        judge) options="--dialect --json --candidates --interface --seconds --annotate" ;;
        *) options="--version" ;;
    esac
    if [[ ${COMP_WORDS[COMP_CWORD]} == -* ]]; then
        _tcpauth_offer <<<"${options// /$'\n'}"$'\n--keyring\n--help'
    else
        case $command in
            ""|help) _tcpauth_offer <<<$'list\nadd\nremove\nimport\nexport\ncheck\nwhich\nseal\nunseal\njudge\nhelp' ;;
            list|remove|export) _tcpauth_offer < <(_tcpauth_names) ;;
            import|check|seal|unseal|judge) compopt -o default ;;
        esac
    fi
}

complete -F _tcpauth tcpauth
