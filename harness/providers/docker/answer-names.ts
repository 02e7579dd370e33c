import type { Service } from '../../environment/provider.ts';

/**
 * Says of every name that there is none, on port 53 of the container's own loopback. An engine before Docker 25 asks there
 * for what it does not know itself, and without any answer leaves whoever wanted to know to a timeout of a second.
 */
const responder = `use Socket;
socket my $socket, PF_INET, SOCK_DGRAM, 0 or exit;
bind $socket, sockaddr_in(53, inet_aton("127.0.0.1")) or exit;
while (defined(my $from = recv $socket, my $query, 4096, 0)) {
  send $socket, substr($query, 0, 2) . "\\x85\\x83" . substr($query, 4), 0, $from if length $query >= 12;
}`;

/** What the edge's own start-up does for nginx: no root, and no way back to it. */
const asUser = (user: string) =>
  `setpriv --reuid=${user} --regid="$(id -g ${user})" --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs`;

/**
 * The command of a service that has a user of its own, with the responder beside it; any other stays as it is. Perl is
 * part of every Debian; where there is none, unknown names are just slow.
 */
export function answeringNames({ command, user, ports }: Service): readonly string[] {
  if (user === undefined || command.length === 0) return command;
  const perl = `${ports.length > 0 ? `${asUser(user)} ` : ''}perl -e "$0"`;
  // The responder's parent goes at once, so that the service has no child that it does not know.
  return ['sh', '-c', `(${perl} &) 2> /dev/null; exec "$@"`, responder, ...command];
}
