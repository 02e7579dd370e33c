<?php
/* The options of X-Wikimedia-Debug that change how MediaWiki works; read in the debug service alone. */

require_once __DIR__ . '/../multiversion/RequestDebugging.php';

if ( !Gm1\RequestDebugging::isDebugService() || PHP_SAPI === 'cli' ) {
	return;
}

$gm1Debugging = Gm1\RequestDebugging::ofRequest();
$gm1Answer = [ 'backend=debug' ];
if ( $gm1Debugging->has( 'readonly' ) ) {
	$wgReadOnly = 'The header X-Wikimedia-Debug asked for it.';
	$gm1Answer[] = 'readonly';
}
if ( $gm1Debugging->has( 'log' ) ) {
	require_once __DIR__ . '/logging/Logger.php';
	Gm1\Logger::keepAllIn( 'debug.ndjson' );
	$gm1Answer[] = 'log';
}
if ( $gm1Debugging->has( 'shorttimeout' ) ) {
	$wgRequestTimeLimit = 2;
	set_time_limit( 2 );
	$gm1Answer[] = 'shorttimeout';
}
if ( $gm1Debugging->has( 'profile' ) || $gm1Debugging->has( 'forceprofile' ) ) {
	$gm1Request = Gm1\RequestFacts::requestId() ?? '';
	$gm1Answer[] = $gm1Debugging->profile( $gm1Request )
		? "profile=/w/debug.php?show=profile&request=$gm1Request"
		: 'profile=unavailable';
}
header( 'X-Gm1-Debug: ' . implode( '; ', $gm1Answer ) );
unset( $gm1Debugging, $gm1Answer, $gm1Request );
