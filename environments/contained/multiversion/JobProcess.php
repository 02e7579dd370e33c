<?php

namespace Gm1;

use RuntimeException;

/** One run of MediaWiki's runJobs on one wiki. */
final class JobProcess {
	private const JOBS_A_RUN = 500;
	private const SECONDS_A_RUN = 60;

	/** @var resource */
	private $process;

	/** Known from the first time that it was seen to have ended: PHP tells it once. */
	private ?int $exitCode = null;

	private int $startedAt;

	public function __construct( string $dbname ) {
		$this->startedAt = time();
		$command = [
			PHP_BINARY, ...self::compileOnce(), __DIR__ . '/MWScript.php', 'runJobs', "--wiki=$dbname",
			'--maxjobs=' . self::JOBS_A_RUN, '--maxtime=' . self::SECONDS_A_RUN,
		];
		$streams = [ [ 'file', '/dev/null', 'r' ], STDOUT, STDERR ];
		$process = proc_open( $command, $streams, $pipes );
		if ( !is_resource( $process ) ) {
			throw new RuntimeException( "runJobs on $dbname did not start" );
		}
		$this->process = $process;
	}

	/**
	 * Most processes have one or two jobs, and starting MediaWiki is what they do longest: half of that is compiling.
	 * The folder is of this container alone, as long as it lives. PHP does not start with one that it cannot use.
	 *
	 * @return string[] arguments of PHP
	 */
	private static function compileOnce(): array {
		$compiled = sys_get_temp_dir() . '/gm1-compiled';
		if ( !is_dir( $compiled ) ) {
			@mkdir( $compiled, 0700 );
		}
		if ( !is_writable( $compiled ) ) {
			return [];
		}
		$settings = [ 'enable_cli=1', "file_cache=$compiled", 'file_cache_only=1', 'validate_timestamps=1' ];
		return array_merge( ...array_map( static fn ( $setting ) => [ '-d', "opcache.$setting" ], $settings ) );
	}

	public function isRunning(): bool {
		$status = proc_get_status( $this->process );
		if ( !$status['running'] ) {
			$this->exitCode ??= $status['signaled'] ? 128 + $status['termsig'] : $status['exitcode'];
		}
		return $status['running'];
	}

	/** Unix time. */
	public function startedAt(): int {
		return $this->startedAt;
	}

	/** After its end: 0 when it ended by itself, 128 and the signal when it was killed. */
	public function exitCode(): int {
		return $this->exitCode ?? 0;
	}

	public function stop(): void {
		proc_terminate( $this->process );
	}
}
