<?php
/*
 * Makes every wiki of farm.json in an empty database server: tables, accounts, main page, statistics.
 * Run once in an app container, as www-data; what it leaves in the database is the seed.
 *   php multiversion/install-farm.php [--processes=2]
 */

if ( PHP_SAPI !== 'cli' ) {
	exit( 1 );
}
require_once __DIR__ . '/MWMultiVersion.php';
require_once __DIR__ . '/WikiInstaller.php';

$gm1Options = getopt( '', [ 'processes:', 'wiki:' ] );
if ( isset( $gm1Options['wiki'] ) ) {
	( new Gm1\WikiInstaller( $gm1Options['wiki'] ) )->install();
	exit( 0 );
}

$gm1Waiting = Gm1\Farm::instance()->dbnames();
$gm1Running = [];
$gm1Failed = [];
while ( $gm1Waiting || $gm1Running ) {
	while ( $gm1Waiting && count( $gm1Running ) < (int)( $gm1Options['processes'] ?? 2 ) ) {
		$gm1Dbname = array_shift( $gm1Waiting );
		$gm1Running[$gm1Dbname] = proc_open( [ PHP_BINARY, __FILE__, "--wiki=$gm1Dbname" ], [], $gm1Pipes );
	}
	foreach ( $gm1Running as $gm1Dbname => $gm1Process ) {
		$gm1Status = proc_get_status( $gm1Process );
		if ( !$gm1Status['running'] ) {
			unset( $gm1Running[$gm1Dbname] );
			if ( $gm1Status['exitcode'] !== 0 ) {
				$gm1Failed[] = $gm1Dbname;
			}
		}
	}
	usleep( 50000 );
}
if ( $gm1Failed ) {
	fwrite( STDERR, 'not installed: ' . implode( ', ', $gm1Failed ) . "\n" );
	exit( 1 );
}
