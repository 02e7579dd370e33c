<?php
/*
 * What tries to leave the environment is refused by the network. Here it is also noticed: MediaWiki's own requests, with
 * their callers, and those of PHP's streams (file_get_contents and the like), become lines of the channel `containment`.
 * All else that uses curl asks the web server, which refuses and logs it there. A socket of PHP's own (fsockopen) is
 * refused by the network alone, and PHP's warning tells of it.
 */

require_once __DIR__ . '/containment/Containment.php';
require_once __DIR__ . '/containment/RefusedStream.php';

Gm1\RefusedStream::replace( [ 'http', 'https', 'ftp', 'ftps' ] );

# Not sooner: whoever asks for the request's id before the settings are complete fixes one that the edge does not know.
$wgExtensionFunctions[] = static function (): void {
	putenv( 'all_proxy=' . Gm1\Containment::proxy() );
};

$wgHooks['MediaWikiServices'][] = static function ( $services ): void {
	$services->addServiceManipulator( 'HttpRequestFactory', static function ( $factory ) {
		require_once __DIR__ . '/containment/WatchedHttpRequestFactory.php';
		return Gm1\WatchedHttpRequestFactory::watching( $factory );
	} );
};
