# Completes the command lines of tcpauth in fish.
# SPDX-License-Identifier: GPL-2.0-or-later

# The names of the keys in the keyring that the line is about.
function __tcpauth_names
    set -l words (commandline -opc)
    set -l keyring
    for i in (seq (count $words))
        if contains -- $words[$i] -k --keyring
            set keyring --keyring $words[(math $i + 1)]
        end
    end
    tcpauth list --names $keyring 2>/dev/null
end

function __tcpauth_on
    __fish_seen_subcommand_from $argv
end

set -l commands list add remove import export check which seal unseal judge help

complete -c tcpauth -f
complete -c tcpauth -s k -l keyring -r -F -d 'The keyring'
complete -c tcpauth -s h -l help -d 'Show help'
complete -c tcpauth -n "not __tcpauth_on $commands" -l version -d 'Show the version'

complete -c tcpauth -n "not __tcpauth_on $commands" -a list -d 'Show the keys'
complete -c tcpauth -n "not __tcpauth_on $commands" -a add -d 'Add a key'
complete -c tcpauth -n "not __tcpauth_on $commands" -a remove -d 'Remove keys'
complete -c tcpauth -n "not __tcpauth_on $commands" -a import -d 'Add the keys of other files'
complete -c tcpauth -n "not __tcpauth_on $commands" -a export -d 'Write keys for other programs'
complete -c tcpauth -n "not __tcpauth_on $commands" -a check -d 'Print what is wrong'
complete -c tcpauth -n "not __tcpauth_on $commands" -a which -d 'Print which keys apply to a connection'
complete -c tcpauth -n "not __tcpauth_on $commands" -a seal -d 'Encrypt the keyring'
complete -c tcpauth -n "not __tcpauth_on $commands" -a unseal -d 'Decrypt the keyring permanently'
complete -c tcpauth -n "not __tcpauth_on $commands" -a judge -d 'Print whether captured sessions are good'
complete -c tcpauth -n "not __tcpauth_on $commands" -a help -d 'Show the commands, or the options of one'

complete -c tcpauth -n '__tcpauth_on list remove export' -a '(__tcpauth_names)'
complete -c tcpauth -n '__tcpauth_on help' -a "$commands"
complete -c tcpauth -n '__tcpauth_on import check seal unseal judge' -F

complete -c tcpauth -n '__tcpauth_on list' -l secrets -d 'Show the secrets of the keys named'
complete -c tcpauth -n '__tcpauth_on list' -l names -d 'Show only the names'
complete -c tcpauth -n '__tcpauth_on list check which judge' -l json -d 'Write JSON'

complete -c tcpauth -n '__tcpauth_on add' -l port -x -d 'The port of either end'
complete -c tcpauth -n '__tcpauth_on add' -l algorithm -x -a 'md5 hmac-sha-1-96 aes-128-cmac-96 hmac-sha-256-96 hmac-sha-256-128 hkdf-sha-256-128 kmac256-128 hmac-md5-96 hmac-sha-224-96 hmac-sha-384-96 hmac-sha-512-96'
complete -c tcpauth -n '__tcpauth_on add' -l mac-length -x -d 'The octets of the MAC'
complete -c tcpauth -n '__tcpauth_on add' -l send-id -x -d 'The KeyID that the first end sends'
complete -c tcpauth -n '__tcpauth_on add' -l recv-id -x -d 'The KeyID that the first end receives'
complete -c tcpauth -n '__tcpauth_on add' -l options -x -a 'included excluded' -d 'Whether the MAC covers the other options'
complete -c tcpauth -n '__tcpauth_on add' -l from -x -d 'When it begins to be valid'
complete -c tcpauth -n '__tcpauth_on add' -l until -x -d 'When it ceases to be valid'
complete -c tcpauth -n '__tcpauth_on add' -l send-from -x -d 'When a router begins to sign with it'
complete -c tcpauth -n '__tcpauth_on add' -l send-until -x -d 'When a router ceases to sign with it'
complete -c tcpauth -n '__tcpauth_on add' -l preference -x -a 'preferred deprecated' -d 'Among the keys of a router'
complete -c tcpauth -n '__tcpauth_on add' -l signature -x -a 'required optional' -d 'Whether unsigned segments are dropped'
complete -c tcpauth -n '__tcpauth_on add' -l chain -x -d 'The key chain it is of'
complete -c tcpauth -n '__tcpauth_on add' -l number -x -d 'Its number in the chain'
complete -c tcpauth -n '__tcpauth_on add' -l instance -x -d 'The routing instance of its sessions'
complete -c tcpauth -n '__tcpauth_on add' -l secret-file -r -F -d 'The file with the secret'
complete -c tcpauth -n '__tcpauth_on add' -l hex -d 'The secret is hexadecimal digits'
complete -c tcpauth -n '__tcpauth_on add' -l base64 -d 'The secret is base64'

complete -c tcpauth -n '__tcpauth_on remove' -l all -d 'Also where several keys have the name'

complete -c tcpauth -n '__tcpauth_on list import export check which judge' -l dialect -x -a "(tcpauth import --dialects | string replace -r ' .*' '' | tail -n +2)"
complete -c tcpauth -n '__tcpauth_on import' -l dialects -d 'List the formats'
complete -c tcpauth -n '__tcpauth_on import check' -l kernel -d 'The keys that this Linux holds'
complete -c tcpauth -n '__tcpauth_on import check' -l netns -x -d 'Of this network namespace'
complete -c tcpauth -n '__tcpauth_on import' -s n -l dry-run -d 'Print the changes without making them'

complete -c tcpauth -n '__tcpauth_on export' -s f -l format -x -a 'native frr bird gobgp setkey uat'
complete -c tcpauth -n '__tcpauth_on export' -l local -x -d 'The address of the router'
complete -c tcpauth -n '__tcpauth_on export check' -l time -x -d 'As of then, not of now'
complete -c tcpauth -n '__tcpauth_on export' -s o -l output -r -F -d 'Write a file'
complete -c tcpauth -n '__tcpauth_on export' -l force -d 'Replace the file'

complete -c tcpauth -n '__tcpauth_on seal' -s r -l recipient -x -d 'Who can open it'
complete -c tcpauth -n '__tcpauth_on seal' -s p -l passphrase -d 'Anyone with the passphrase'

complete -c tcpauth -n '__tcpauth_on judge' -l candidates -r -F -d 'A file of passwords'
complete -c tcpauth -n '__tcpauth_on judge' -s i -l interface -x -a '(command ls /sys/class/net 2>/dev/null)' -d 'Capture there'
complete -c tcpauth -n '__tcpauth_on judge' -l seconds -x -d 'How long to capture'
complete -c tcpauth -n '__tcpauth_on judge' -l annotate -r -F -d 'Write the capture again, with comments'
