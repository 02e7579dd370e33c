/** Ways of PHP to ask for an address, as lines of code; each gives what it got, or false. */
export const clients = [
  '$factory = MediaWiki\\MediaWikiServices::getInstance()->getHttpRequestFactory();',
  '$ask = [];',
  "$ask['stream'] = fn ( $url ) => @file_get_contents( $url );",
  "$ask['factory'] = fn ( $url ) => $factory->get( $url, [], 'Some\\Caller::method' ) ?? false;",
  "$ask['multi'] = fn ( $url ) => ( $answer = $factory->createMultiClient()->run( [ 'method' => 'GET', 'url' => $url ] ) )['code'] === 200 ? $answer['body'] : false;",
  "$ask['guzzle'] = function ( $url ) { try { return (string)( new GuzzleHttp\\Client() )->get( $url )->getBody(); } catch ( Exception $e ) { return false; } };",
  "$ask['curl'] = function ( $url ) { $curl = curl_init( $url ); curl_setopt_array( $curl, [ CURLOPT_RETURNTRANSFER => true, CURLOPT_FAILONERROR => true ] ); return curl_exec( $curl ); };",
  '$address = fn ( $url ) => [ parse_url( $url, PHP_URL_HOST ), parse_url( $url, PHP_URL_PORT ) ];',
  "$ask['socket'] = fn ( $url ) => @fsockopen( ...$address( $url ) ) ? 'a socket' : false;",
  "$ask['tls'] = fn ( $url ) => @stream_socket_client( 'tls://' . implode( ':', $address( $url ) ) ) ? 'a socket' : false;",
  "$ask['socket_connect'] = fn ( $url ) => @socket_connect( socket_create( AF_INET, SOCK_STREAM, SOL_TCP ), ...$address( $url ) ) ? 'a socket' : false;",
  '$try = function ( $name, $url ) use ( $ask ) { $start = microtime( true ); $got = $ask[$name]( $url ); printf( "%s %s after %d ms\\n", $name, $got === false ? "failed" : "got " . substr( $got, 0, 40 ), 1000 * ( microtime( true ) - $start ) ); };',
];

/** A line of code after `clients`: asks, and prints what came of it and when. */
export function attempt({ client, target }: { readonly client: string; readonly target: string }): string {
  return `$try( '${client}', '${target.includes('/') ? target : `https://${target}/x`}' );`;
}

/** What is to fail. The target is as the log has it: of what goes to the proxy over TLS it knows host and port. */
export const attempts = [
  {
    client: 'stream',
    caller: 'file_get_contents',
    host: 'streams.example.org',
    target: 'http://streams.example.org/x',
  },
  {
    client: 'factory',
    caller: 'Some\\Caller::method',
    host: 'requests.example.org',
    target: 'https://requests.example.org/x',
  },
  { client: 'factory', caller: 'Some\\Caller::method', host: '192.0.2.77', target: 'http://192.0.2.77/x' },
  { client: 'multi', caller: 'curl', host: 'multi.example.org', target: 'multi.example.org:443' },
  { client: 'guzzle', caller: 'curl', host: 'guzzle.example.org', target: 'guzzle.example.org:443' },
  { client: 'curl', caller: 'curl', host: 'curl.example.org', target: 'curl.example.org:443' },
  { client: 'curl', caller: 'curl', host: '192.0.2.77', target: '192.0.2.77:443' },
  { client: 'curl', caller: 'curl', host: '[2606:4700:4700::1111]', target: '[2606:4700:4700::1111]:443' },
  { client: 'socket', caller: 'fsockopen', host: 'sockets.example.org', target: 'sockets.example.org:25' },
  { client: 'socket', caller: 'fsockopen', host: '192.0.2.77', target: '192.0.2.77:25' },
  {
    client: 'socket',
    caller: 'fsockopen',
    host: '[2606:4700:4700::1111]',
    target: '[2606:4700:4700::1111]:25',
  },
  { client: 'tls', caller: 'stream_socket_client', host: 'tls.example.org', target: 'tls.example.org:636' },
  { client: 'socket_connect', caller: 'socket_connect', host: '192.0.2.77', target: '192.0.2.77:6379' },
];
