#!/bin/bash
# Starts the edge proxy behind a shut door. The network through which published ports are reached leads out, so that
# nothing but answers may take it. The right to say so (NET_ADMIN) and every other one are given up before nginx starts.
set -eu

while read -r interface destination _; do
    if [ "$destination" = 00000000 ]; then
        nft -f - << RULES
table inet gm1 {
    chain out {
        type filter hook output priority filter; policy accept;
        oifname "$interface" ct state established,related accept
        oifname "$interface" meta l4proto tcp reject with tcp reset
        oifname "$interface" reject with icmpx admin-prohibited
    }
}
RULES
    fi
done < /proc/net/route

exec setpriv --reuid=www-data --regid=www-data --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs \
    nginx -e /var/log/gm1/edge.log -c /etc/gm1/edge.conf
