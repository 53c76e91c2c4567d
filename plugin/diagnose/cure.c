/* The cures of a cause on each platform that can be at fault.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "cure.h"

#include "plugin/verify/protocol.h"

#include <stddef.h>

#define END \
    {       \
        0   \
    }

/* Nothing after TCP may split a signed segment: it must leave the machine unchanged. */
static const struct cure split[] = {
    {"Linux", "ethtool -K IFACE tso off gso off",
     "systemd .link file: TCPSegmentationOffload=no, TCP6SegmentationOffload=no, "
     "GenericSegmentationOffload=no; NetworkManager: nmcli connection modify NAME "
     "ethtool.feature-tso off ethtool.feature-gso off; ifupdown: post-up ethtool -K IFACE tso off "
     "gso off",
     "ethtool -k IFACE | grep segmentation"},
    {"ESX, ESXi", "esxcli system settings advanced set -o /Net/UseHwTSO -i 0; IPv6: /Net/UseHwTSO6",
     NULL, "esxcli system settings advanced list -o /Net/UseHwTSO"},
    {"VMXNET2, 3",
     "in the guest: ethtool -K IFACE tso off (Linux), Disable-NetAdapterLso (Windows)",
     "as for the guest's system", "as for the guest's system"},
    {"Hyper-V", "on host and guest, PowerShell: Disable-NetAdapterLso -Name NAME", NULL,
     "Get-NetAdapterLso"},
    {"Windows", "PowerShell: Disable-NetAdapterLso -Name NAME", NULL, "Get-NetAdapterLso"},
    {"KVM, virtio",
     "virsh edit GUEST, in the interface's <driver>: <host gso='off' tso4='off' tso6='off'/>, then "
     "restart the guest",
     NULL, "in the guest: ethtool -k IFACE | grep segmentation"},
    {"FreeBSD", "ifconfig IFACE -tso", "rc.conf: ifconfig_IFACE=\"... -tso\"",
     "ifconfig IFACE | grep TSO"},
    END,
};

static const struct cure merged[] = {
    {"Linux", "ethtool -K IFACE gro off lro off",
     "systemd .link file: GenericReceiveOffload=no, LargeReceiveOffload=no; NetworkManager: nmcli "
     "connection modify NAME ethtool.feature-gro off ethtool.feature-lro off",
     "ethtool -k IFACE | grep receive-offload"},
    {"ESX, ESXi",
     "esxcli system settings advanced set -o /Net/Vmxnet3HwLRO -i 0 (VMXNET2: /Net/Vmxnet2HwLRO), "
     "then reboot the host",
     NULL, "esxcli system settings advanced list -o /Net/Vmxnet3HwLRO"},
    {"Windows", "PowerShell: Disable-NetAdapterRsc -Name NAME", NULL, "Get-NetAdapterRsc"},
    {"KVM, virtio",
     "virsh edit GUEST, in the interface's <driver>: <guest tso4='off' tso6='off'/>, then restart "
     "the guest",
     NULL, "in the guest: ethtool -k IFACE | grep receive-offload"},
    {"FreeBSD", "ifconfig IFACE -lro", "rc.conf: ifconfig_IFACE=\"... -lro\"",
     "ifconfig IFACE | grep LRO"},
    END,
};

static const struct cure translated[] = {
    {"nftables", "nft insert rule ip nat postrouting ip daddr PEER tcp dport 179 accept",
     "nft list ruleset > /etc/nftables.conf", "nft list ruleset | grep -w nat"},
    {"iptables", "iptables -t nat -I POSTROUTING -d PEER -p tcp --dport 179 -j ACCEPT",
     "iptables-save > /etc/iptables/rules.v4", "iptables -t nat -S"},
    {"ASA", "nat (INSIDE,OUTSIDE) source static A A destination static B B", "write memory",
     "show nat detail"},
    {"Junos SRX", "set security nat source rule-set NAME rule BGP then source-nat off", NULL,
     "show security nat source rule all"},
    END,
};

#define ASA_CLASS "class-map BGP, match port tcp eq bgp; policy-map global_policy, class BGP: "

static const struct cure renumbered[] = {
    {"ASA", ASA_CLASS "set connection random-sequence-number disable", "write memory",
     "show running-config policy-map"},
    {"PIX 6", "add norandomseq to the static or nat command of the peer", "write memory",
     "show static"},
    END,
};

static const struct cure stripped[] = {
    {"ASA, PIX 7",
     "tcp-map MD5: tcp-options range 19 19 allow (from 9.6: tcp-options md5 allow); " ASA_CLASS
     "set connection advanced-options MD5, set connection random-sequence-number disable",
     "write memory", "show running-config tcp-map"},
    {"nftables", "delete the rule with: reset tcp option", "nft list ruleset > /etc/nftables.conf",
     "nft list ruleset | grep 'tcp option'"},
    {"iptables", "iptables -t mangle -D CHAIN ... -j TCPOPTSTRIP",
     "iptables-save > /etc/iptables/rules.v4", "iptables -t mangle -S | grep TCPOPTSTRIP"},
    END,
};

static const struct cure cut[] = {
    {"Linux", "ethtool -K IFACE sg off", "ifupdown: post-up ethtool -K IFACE sg off",
     "ethtool -k IFACE | grep scatter-gather"},
    END,
};

static const struct cure password[] = {
    {"Cisco IOS", "router bgp AS: neighbor PEER password WORD", "write memory",
     "show running-config | include neighbor PEER password"},
    {"IOS XR", "router bgp AS, neighbor PEER: password clear WORD", "commit",
     "show running-config router bgp"},
    {"Junos", "set protocols bgp group GROUP neighbor PEER authentication-key WORD", "commit",
     "show configuration protocols bgp"},
    {"FRR", "router bgp AS: neighbor PEER password WORD", "write memory", "show running-config"},
    {"BIRD", "in protocol bgp: password \"WORD\";, then birdc configure", NULL,
     "birdc show protocols all"},
    END,
};

/* The same for LDP. PEER is its LDP router id. */
static const struct cure ldp_password[] = {
    {"Cisco IOS", "mpls ldp neighbor PEER password WORD", "write memory",
     "show running-config | include mpls ldp neighbor PEER"},
    {"IOS XR", "mpls ldp neighbor PEER:0 password clear WORD", "commit",
     "show running-config mpls ldp"},
    {"Junos", "set protocols ldp session PEER authentication-key WORD", "commit",
     "show configuration protocols ldp"},
    {"FRR", "mpls ldp: neighbor PEER password WORD", "write memory", "show running-config"},
    END,
};

static const struct cure msdp_password[] = {
    {"Cisco IOS", "ip msdp password peer PEER WORD", "write memory",
     "show running-config | include msdp password peer PEER"},
    {"IOS XR", "router msdp, peer PEER: password clear WORD", "commit",
     "show running-config router msdp"},
    {"Junos", "set protocols msdp peer PEER authentication-key WORD", "commit",
     "show configuration protocols msdp"},
    END,
};

static const struct cure covered[] = {
    {"IOS XE", "router bgp AS: neighbor PEER ao CHAIN include-tcp-options, or without it",
     "write memory", "show running-config | include neighbor PEER ao"},
    {"IOS XR", "router bgp AS, neighbor PEER: ao CHAIN include-tcp-options enable (or disable)",
     "commit", "show running-config router bgp"},
    {"Junos",
     "set security authentication-key-chains key-chain CHAIN key N ao-attribute "
     "tcp-ao-option enabled (or disabled)",
     "commit", "show security keychain"},
    END,
};

static const struct cure key_settings[] = {
    {"IOS XE", "key chain CHAIN tcp, key N: send-id, recv-id, cryptographic-algorithm",
     "write memory", "show key chain"},
    {"IOS XR",
     "tcp ao, keychain CHAIN: key N SendID S ReceiveID R; key chain CHAIN, key N: "
     "cryptographic-algorithm",
     "commit", "show key chain"},
    {"Junos",
     "set security authentication-key-chains key-chain CHAIN key N ao-attribute "
     "send-id, recv-id, cryptographic-algorithm",
     "commit", "show security keychain"},
    {"BIRD",
     "in protocol bgp: keys { key { send id S; recv id R; algorithm ...; }; };, then birdc "
     "configure",
     NULL, "birdc show protocols all"},
    END,
};

static const struct cure master_key[] = {
    {"IOS XE", "key chain CHAIN tcp, key N: key-string WORD", "write memory", "show key chain"},
    {"IOS XR", "key chain CHAIN, key N: key-string password WORD", "commit", "show key chain"},
    {"Junos", "set security authentication-key-chains key-chain CHAIN key N secret WORD", "commit",
     "show configuration security authentication-key-chains"},
    {"BIRD",
     "in protocol bgp: authentication ao; keys { key { id N; secret \"WORD\"; algorithm ...; }; "
     "};, then birdc configure",
     NULL, "birdc show protocols all"},
    END,
};

static const struct cure clamped[] = {
    {"nftables", "delete the rule with: tcp option maxseg size set, or exempt PEER from it",
     "nft list ruleset > /etc/nftables.conf", "nft list ruleset | grep maxseg"},
    {"iptables", "iptables -t mangle -D CHAIN ... -j TCPMSS",
     "iptables-save > /etc/iptables/rules.v4", "iptables -t mangle -S | grep TCPMSS"},
    {"Cisco IOS", "interface IFACE: no ip tcp adjust-mss", "write memory",
     "show running-config interface IFACE"},
    END,
};

static const struct cure none[] = {END};

const struct cure *cures_of_cause(enum cause cause)
{
    switch (cause) {
    case CAUSE_SPLIT:
        return split;
    case CAUSE_MERGED:
        return merged;
    case CAUSE_SOURCE_ADDRESS:
    case CAUSE_DESTINATION_ADDRESS:
    case CAUSE_BOTH_ADDRESSES:
    case CAUSE_SOURCE_PORT:
    case CAUSE_DESTINATION_PORT:
        return translated;
    case CAUSE_SEQUENCE_NUMBER:
        return renumbered;
    case CAUSE_OPTION_BLANKED:
    case CAUSE_OPTION_REMOVED:
        return stripped;
    case CAUSE_DATA_CUT:
        return cut;
    case CAUSE_AO_OPTIONS_MODE:
    case CAUSE_AO_TRAILING_PADDING:
    case CAUSE_AO_OPTION_CHANGED:
        return covered;
    case CAUSE_AO_KEY_ID:
    case CAUSE_AO_MAC_LENGTH:
    case CAUSE_AO_ALGORITHM:
    case CAUSE_AO_SETTINGS:
    case CAUSE_AO_KEYRING_STALE:
    case CAUSE_AO_RNEXT_NOT_FOLLOWED:
    case CAUSE_AO_KEY_UNKNOWN_TO_PEER:
        return key_settings;
    case CAUSE_AO_MSS:
        return clamped;
    case CAUSE_AO_NAT:
        return translated;
    case CAUSE_OTHER_KEY:
    case CAUSE_KEY_VARIANT:
    case CAUSE_SYN_UNSIGNED:
    case CAUSE_ONE_SIDE_UNSIGNED:
    case CAUSE_RST_UNSIGNED:
        return password;
    default:
        return none;
    }
}

const struct cure *cures_of_password(void)
{
    return password;
}

const struct cure *cures_with_ao(const struct cure *cures)
{
    return cures == password ? master_key : cures;
}

#define PORT_PCEP 4189 /* RFC 5440 section 5; its sessions are rarely signed */

const struct cure *cures_of_port(const struct cure *cures, uint16_t port)
{
    if (cures != password)
        return cures;
    switch (port) {
    case PORT_RPKI_RTR:
    case PORT_PCEP:
        return none;
    case PORT_MSDP:
        return msdp_password;
    case PORT_LDP:
        return ldp_password;
    default:
        return cures;
    }
}
