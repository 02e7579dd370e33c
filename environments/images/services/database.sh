#!/bin/bash
# Runs the two database servers of a track, each with a data directory of its own: the main cluster and x1. A signal
# to end goes to both; when one ends by itself the other is ended too, so that the service never is half there.
set -u

start() {
    mariadbd --defaults-file=/etc/gm1/database.cnf --defaults-group-suffix="$1" --init-file="$2" &
}
servers=()
start -main /etc/gm1/init.sql
servers+=($!)
start -x1 /etc/gm1/init-x1.sql
servers+=($!)

stopping=''
stop() {
    stopping=yes
    kill -TERM "${servers[@]}" 2> /dev/null
}
trap stop TERM INT

wait -n
code=$?
if [ -z "$stopping" ]; then
    # Nobody asked for the end, so that it is a failure whatever the server says.
    [ "$code" -ne 0 ] || code=1
    stop
else
    code=0
fi
for server in "${servers[@]}"; do
    wait "$server" || [ "$code" -ne 0 ] || code=1
done
exit "$code"
