<?php
/*
 * Runs the jobs of every wiki as they come: looks four times a second, in one query, which wikis
 * have any, and forks a MediaWiki for those alone. Ends at once on SIGTERM. When a MediaWiki ends in the midst of a job,
 * nobody else would tell that this is not done.
 * Touches /run/gm1/jobrunner.heartbeat each time it has looked. /run/gm1/jobrunner.idle is there while there is nothing
 * to do, and its time is when that began.
 */

if ( PHP_SAPI !== 'cli' ) {
	exit( 1 );
}
require_once __DIR__ . '/Farm.php';
require_once __DIR__ . '/JobQueueWatch.php';
require_once __DIR__ . '/JobProcess.php';
require_once __DIR__ . '/AbandonedJobs.php';
require_once __DIR__ . '/../wmf-config/logging/JsonLines.php';

const GM1_HEARTBEAT = '/run/gm1/jobrunner.heartbeat';
const GM1_IDLE = '/run/gm1/jobrunner.idle';
const GM1_PAUSE_MICROSECONDS = 250000;
const GM1_PROCESSES = 2;

/** @var array<string,Gm1\JobProcess> $gm1Running by dbname */
$gm1Running = [];
$gm1Stop = static function () use ( &$gm1Running ): void {
	foreach ( $gm1Running as $process ) {
		$process->stop();
	}
	exit( 0 );
};
pcntl_async_signals( true );
pcntl_signal( SIGTERM, $gm1Stop );
pcntl_signal( SIGINT, $gm1Stop );

$gm1Farm = Gm1\Farm::instance();
$gm1Watch = new Gm1\JobQueueWatch( $gm1Farm->dbnames(), $gm1Farm->secret( 'databasePassword' ) );
$gm1Abandoned = new Gm1\AbandonedJobs( $gm1Watch, $gm1Farm->track() );

while ( true ) {
	foreach ( $gm1Running as $gm1Dbname => $gm1Process ) {
		if ( !$gm1Process->isRunning() ) {
			unset( $gm1Running[$gm1Dbname] );
			$gm1Abandoned->look( $gm1Dbname, $gm1Process );
		}
	}
	$gm1Waiting = $gm1Watch->wikisWithJobs();
	foreach ( $gm1Waiting as $gm1Dbname ) {
		if ( count( $gm1Running ) < GM1_PROCESSES && !isset( $gm1Running[$gm1Dbname] ) ) {
			// Whoever ends closes the connections that it has.
			$gm1Watch->disconnect();
			$gm1Process = Gm1\JobProcess::fork();
			if ( $gm1Process === null ) {
				pcntl_signal( SIGTERM, SIG_DFL );
				pcntl_signal( SIGINT, SIG_DFL );
				pcntl_async_signals( false );
				$_SERVER['REQUEST_TIME_FLOAT'] = microtime( true );
				$_SERVER['REQUEST_TIME'] = time();
				$argv = [ 'MWScript.php', ...Gm1\JobProcess::arguments( $gm1Dbname ) ];
				// Here, as MediaWiki's own variables have to be global.
				require __DIR__ . '/MWScript.php';
				exit( 0 );
			}
			$gm1Running[$gm1Dbname] = $gm1Process;
		}
	}
	$gm1IsIdle = !$gm1Running && !$gm1Waiting;
	if ( $gm1IsIdle !== is_file( GM1_IDLE ) ) {
		$gm1IsIdle ? touch( GM1_IDLE ) : unlink( GM1_IDLE );
	}
	touch( GM1_HEARTBEAT );
	clearstatcache();
	usleep( GM1_PAUSE_MICROSECONDS );
}
