<?php
/*
 * Runs a maintenance script on a wiki with the version that serves it:
 *   php multiversion/MWScript.php NAME --wiki=DBNAME [ARGUMENTS]
 * NAME is `runJobs`, `runJobs.php`, `Echo:processEchoEmailBatch`, or a path.
 */

if ( PHP_SAPI !== 'cli' ) {
	exit( 1 );
}
require_once __DIR__ . '/MWMultiVersion.php';
require_once __DIR__ . '/ScriptCall.php';

try {
	$gm1Call = Gm1\ScriptCall::parse( $argv );
	$gm1Wiki = MWMultiVersion::selectWiki( $gm1Call->wiki() );
	if ( $gm1Wiki === null ) {
		throw new RuntimeException( "there is no wiki {$gm1Call->wiki()}; there are: "
			. implode( ', ', Gm1\Farm::instance()->dbnames() ) );
	}
	putenv( 'MW_INSTALL_PATH=' . $gm1Wiki->directory() );
	$argv = $gm1Call->commandLine( $gm1Wiki->directory() );
} catch ( RuntimeException $e ) {
	fwrite( STDERR, 'MWScript: ' . $e->getMessage() . "\n" );
	exit( 2 );
}
$argc = count( $argv );
$_SERVER['argv'] = $argv;
$_SERVER['argc'] = $argc;
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $_SERVER['SCRIPT_FILENAME'] = $argv[0];

require $argv[0];
