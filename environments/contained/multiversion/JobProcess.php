<?php

namespace Gm1;

use RuntimeException;

/** One run of MediaWiki's runJobs on one wiki. */
final class JobProcess {
	private const JOBS_A_RUN = 500;
	private const SECONDS_A_RUN = 60;

	/** @var resource */
	private $process;

	public function __construct( string $dbname ) {
		$command = [
			PHP_BINARY, __DIR__ . '/MWScript.php', 'runJobs', "--wiki=$dbname",
			'--maxjobs=' . self::JOBS_A_RUN, '--maxtime=' . self::SECONDS_A_RUN,
		];
		$streams = [ [ 'file', '/dev/null', 'r' ], STDOUT, STDERR ];
		$process = proc_open( $command, $streams, $pipes );
		if ( !is_resource( $process ) ) {
			throw new RuntimeException( "runJobs on $dbname did not start" );
		}
		$this->process = $process;
	}

	public function isRunning(): bool {
		return proc_get_status( $this->process )['running'];
	}

	public function stop(): void {
		proc_terminate( $this->process );
	}
}
