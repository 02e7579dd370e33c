<?php
/*
 * Makes the PHP service of this container and memcached forget what they have cached; the compiled code stays.
 * Run from the command line in an app or debug container. APCu belongs to the service's own processes, so this asks
 * the service, in its own protocol, to run this very file: no web server serves it.
 */

if ( PHP_SAPI !== 'cli' ) {
	if ( function_exists( 'apcu_clear_cache' ) ) {
		apcu_clear_cache();
	}
	echo 'forgotten';
	return;
}

/** @param int $type 1 begins a request, 4 has its parameters, 5 its body */
function gm1Frame( int $type, string $content ): string {
	return pack( 'CCnnCC', 1, $type, 1, strlen( $content ), 0, 0 ) . $content;
}

function gm1Parameter( string $name, string $value ): string {
	return chr( strlen( $name ) ) . chr( strlen( $value ) ) . $name . $value;
}

function gm1Ask( string $address, string $question, string $expected ): void {
	$socket = @stream_socket_client( $address, $code, $message, 5 );
	if ( !$socket ) {
		fwrite( STDERR, "$address: $message\n" );
		exit( 1 );
	}
	stream_set_timeout( $socket, 5 );
	fwrite( $socket, $question );
	$answer = '';
	while ( strpos( $answer, $expected ) === false && !feof( $socket ) ) {
		$answer .= $part = (string)fread( $socket, 8192 );
		if ( $part === '' ) {
			fwrite( STDERR, "$address did not answer as expected: $answer\n" );
			exit( 1 );
		}
	}
}

gm1Ask( 'tcp://memcached:11211', "flush_all\r\n", 'OK' );
gm1Ask(
	'tcp://127.0.0.1:9000',
	gm1Frame( 1, pack( 'nCxxxxx', 1, 0 ) )
		. gm1Frame( 4, gm1Parameter( 'SCRIPT_FILENAME', __FILE__ ) . gm1Parameter( 'REQUEST_METHOD', 'GET' ) )
		. gm1Frame( 4, '' ) . gm1Frame( 5, '' ),
	'forgotten'
);
