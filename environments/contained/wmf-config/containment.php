<?php
/*
 * What tries to leave the environment is refused by the network. Here it is also noticed: MediaWiki's own requests, with
 * their callers, those of PHP's streams (file_get_contents and the like) and those of its sockets (fsockopen and the
 * like) become lines of the channel `containment`. All else that uses curl asks the web server, which refuses and logs it
 * there. Who only asks for an address (gethostbyname, dns_get_record) is told that there is none, and that is not noticed:
 * PHP does not warn of it. Nor is a datagram that the network drops without a word, or the refusal of a socket that code
 * opens under an error handler of its own.
 */

require_once __DIR__ . '/containment/Containment.php';
require_once __DIR__ . '/containment/RefusedSocket.php';
require_once __DIR__ . '/containment/RefusedStream.php';

Gm1\RefusedStream::replace( [ 'http', 'https', 'ftp', 'ftps' ] );

# Not sooner: whoever asks for the request's id before the settings are complete fixes one that the edge does not know.
$wgExtensionFunctions[] = static function (): void {
	putenv( 'all_proxy=' . Gm1\Containment::proxy() );
	Gm1\RefusedSocket::watch();
};

$wgHooks['MediaWikiServices'][] = static function ( $services ): void {
	$services->addServiceManipulator( 'HttpRequestFactory', static function ( $factory ) {
		require_once __DIR__ . '/containment/WatchedHttpRequestFactory.php';
		return Gm1\WatchedHttpRequestFactory::watching( $factory );
	} );
};
