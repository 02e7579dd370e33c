<?php
/* 200 when this PHP reaches its database and its cache, whatever the Host header says; else 503. */
require_once __DIR__ . '/../multiversion/Farm.php';

/** @return string '' when all is well */
function gm1DatabaseProblem(): string {
	mysqli_report( MYSQLI_REPORT_OFF );
	$connection = mysqli_init();
	$connection->options( MYSQLI_OPT_CONNECT_TIMEOUT, 2 );
	$password = Gm1\Farm::instance()->secret( 'databasePassword' );
	if ( !@$connection->real_connect( 'database', 'wiki', $password ) ) {
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
	fwrite( $socket, "version\r\n" );
	$answer = (string)fgets( $socket );
	fclose( $socket );
	return strpos( $answer, 'VERSION' ) === 0 ? '' : 'no answer';
}

try {
	$gm1Problems = array_filter( [ 'database' => gm1DatabaseProblem(), 'memcached' => gm1MemcachedProblem() ] );
} catch ( Throwable $e ) {
	$gm1Problems = [ 'configuration' => $e->getMessage() ];
}
http_response_code( $gm1Problems ? 503 : 200 );
header( 'Content-Type: application/json' );
header( 'Cache-Control: no-store' );
echo json_encode( [ 'status' => $gm1Problems ? 'unready' : 'ok', 'problems' => (object)$gm1Problems ] ), "\n";
