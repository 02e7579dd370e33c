<?php

namespace Gm1;

/** Logs each job in whose midst MediaWiki ended: it is begun for ever, and no queue tells of it. */
final class AbandonedJobs {
	private JobQueueWatch $watch;
	private string $track;

	public function __construct( JobQueueWatch $watch, string $track ) {
		$this->watch = $watch;
		$this->track = $track;
	}

	/** @param JobProcess $process has ended, and ran jobs of the wiki */
	public function look( string $dbname, JobProcess $process ): void {
		$exitCode = $process->exitCode();
		$job = $exitCode === 0 ? null : $this->watch->lastBegunJob( $dbname, $process->startedAt() );
		if ( !$job ) {
			return;
		}
		JsonLines::append( 'mediawiki.ndjson', [
			'time' => JsonLines::now(),
			'track' => $this->track,
			'wiki' => $dbname,
			'reqId' => $job['reqId'],
			'channel' => 'job',
			'level' => 'error',
			'message' => "job {$job['type']} was abandoned: its process ended with exit code $exitCode",
			'context' => [ 'job_type' => $job['type'], 'page' => $job['page'] ],
		] );
	}
}
