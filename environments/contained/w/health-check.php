<?php
/*
 * 200 when this PHP reaches both its databases and its cache and has the version of every wiki, whatever the Host header
 * says; else 503. Says what it found either way.
 */
require_once __DIR__ . '/../multiversion/Farm.php';
require_once __DIR__ . '/../multiversion/WikiVersions.php';

/** @return string '' when all is well */
function gm1DatabaseProblem( int $port ): string {
	mysqli_report( MYSQLI_REPORT_OFF );
	$connection = mysqli_init();
	$connection->options( MYSQLI_OPT_CONNECT_TIMEOUT, 2 );
	$password = Gm1\Farm::instance()->secret( 'databasePassword' );
	if ( !@$connection->real_connect( 'database', 'wiki', $password, null, $port ) ) {
		return mysqli_connect_error() ?? 'no answer';
	}
	$connection->close();
	return '';
}

/** @return string '' when all is well */
function gm1MemcachedProblem(): string {
	$socket = @fsockopen( 'memcached', 11211, $code, $message, 2 );
	if ( !$socket ) {
		return $message;
	}
	stream_set_timeout( $socket, 2 );
	fwrite( $socket, "version\r\n" );
	$answer = (string)fgets( $socket );
	fclose( $socket );
	return strpos( $answer, 'VERSION' ) === 0 ? '' : 'no answer';
}

/** @return array<string,string> dbname to version; throws when the image lacks one */
function gm1Versions(): array {
	$versions = new Gm1\WikiVersions( dirname( __DIR__ ), getenv( 'FORCE_MW_VERSION' ) ?: null );
	$found = [];
	foreach ( Gm1\Farm::instance()->dbnames() as $dbname ) {
		$found[$dbname] = $versions->versionOf( $dbname ) ?? 'unknown';
		$versions->directoryOf( $found[$dbname] );
	}
	return $found;
}

$gm1Versions = [];
try {
	$gm1Versions = gm1Versions();
	$gm1Problems = array_filter( [
		'database' => gm1DatabaseProblem( 3306 ),
		'x1' => gm1DatabaseProblem( 3307 ),
		'memcached' => gm1MemcachedProblem(),
	] );
} catch ( Throwable $e ) {
	$gm1Problems = [ 'configuration' => $e->getMessage() ];
}
http_response_code( $gm1Problems ? 503 : 200 );
header( 'Content-Type: application/json' );
header( 'Cache-Control: no-store' );
echo json_encode( [
	'status' => $gm1Problems ? 'unready' : 'ok',
	'versions' => (object)$gm1Versions,
	'problems' => (object)$gm1Problems,
] ), "\n";
