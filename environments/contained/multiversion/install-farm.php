<?php
/*
 * Makes every wiki of farm.json in an empty database server: tables, accounts, pages, files, statistics.
 * Run once in an app container, as www-data; what it leaves in the databases and the uploads is the seed.
 *   php multiversion/install-farm.php [--processes=2]
 * A line `DBNAME without PERSONA: WHY` says that a wiki has no account for a persona.
 */

if ( PHP_SAPI !== 'cli' ) {
	exit( 1 );
}
require_once __DIR__ . '/MWMultiVersion.php';
require_once __DIR__ . '/WikiInstaller.php';
require_once __DIR__ . '/seeding/FarmPlan.php';
require_once __DIR__ . '/seeding/TaskRunner.php';
require_once __DIR__ . '/seeding/WikiCopy.php';

$gm1Options = getopt( '', [ 'processes:', 'install:', 'fill:', 'files', 'copy:', 'to:' ] );
if ( isset( $gm1Options['install'] ) ) {
	( new Gm1\WikiInstaller( $gm1Options['install'] ) )->install();
	exit( 0 );
}
if ( isset( $gm1Options['fill'] ) ) {
	( new Gm1\WikiInstaller( $gm1Options['fill'] ) )->fill( isset( $gm1Options['files'] ) );
	exit( 0 );
}
if ( isset( $gm1Options['copy'] ) ) {
	( new Gm1\WikiCopy( $gm1Options['copy'], $gm1Options['to'] ) )->make();
	exit( 0 );
}

$gm1Wikis = Gm1\Farm::instance()->wikis();
foreach ( $gm1Wikis as $gm1Dbname => $gm1Wiki ) {
	$gm1Selected = MWMultiVersion::selectWiki( $gm1Dbname );
	if ( $gm1Selected === null ) {
		fwrite( STDERR, "there is no wiki $gm1Dbname in wikiversions.json\n" );
		exit( 1 );
	}
	$gm1Wikis[$gm1Dbname]['version'] = $gm1Selected->version();
}
$gm1Tasks = ( new Gm1\FarmPlan( $gm1Wikis ) )->tasks();
$gm1Failed = ( new Gm1\TaskRunner( __FILE__, $gm1Tasks, (int)( $gm1Options['processes'] ?? 2 ) ) )->run();
if ( $gm1Failed ) {
	fwrite( STDERR, 'not done: ' . implode( ', ', $gm1Failed ) . "\n" );
	exit( 1 );
}
