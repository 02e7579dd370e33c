<?php

namespace Gm1;

use mysqli;
use mysqli_sql_exception;

/** Says which wikis have a job that nobody has claimed, over one connection that is renewed when lost. */
final class JobQueueWatch {
	private const NO_SUCH_TABLE = 1146;
	private const NO_SUCH_DATABASE = 1049;

	/** @var string[] */
	private array $dbnames;
	private string $password;
	private ?mysqli $connection = null;

	/** @param string[] $dbnames */
	public function __construct( array $dbnames, string $password ) {
		$this->dbnames = $dbnames;
		$this->password = $password;
	}

	/** @return string[] dbnames; none while the database is away */
	public function wikisWithJobs(): array {
		try {
			$this->connection ??= $this->connect();
			return array_column( $this->connection->query( $this->query() )->fetch_all(), 0 );
		} catch ( mysqli_sql_exception $e ) {
			if ( !in_array( $e->getCode(), [ self::NO_SUCH_TABLE, self::NO_SUCH_DATABASE ], true ) ) {
				$this->connection = null;
			}
			return [];
		}
	}

	/**
	 * The job of a wiki that was begun last since a time, if it has not ended well. Those that failed stay begun, too.
	 *
	 * @param int $since Unix time
	 * @return array{type:string,page:string,reqId:?string}|null null while the database is away, too
	 */
	public function lastBegunJob( string $dbname, int $since ): ?array {
		try {
			$this->connection ??= $this->connect();
			$time = gmdate( 'YmdHis', $since );
			$row = $this->connection->query(
				"SELECT job_cmd, job_title, job_params FROM `$dbname`.job WHERE job_token <> ''"
				. " AND job_token_timestamp >= '$time' ORDER BY job_token_timestamp DESC, job_id DESC LIMIT 1"
			)->fetch_row();
		} catch ( mysqli_sql_exception $e ) {
			$this->connection = null;
			return null;
		}
		if ( !$row ) {
			return null;
		}
		[ $type, $page, $parameters ] = $row;
		$values = @unserialize( $parameters, [ 'allowed_classes' => false ] );
		return [ 'type' => $type, 'page' => $page, 'reqId' => is_array( $values ) ? $values['requestId'] ?? null : null ];
	}

	/** Leaves nothing behind that a fork would have, too. */
	public function disconnect(): void {
		$this->connection = null;
		mysqli_report( PHP_VERSION_ID < 80100 ? MYSQLI_REPORT_OFF : MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
	}

	private function query(): string {
		return implode( ' UNION ALL ', array_map(
			static fn ( string $dbname ): string => "(SELECT '$dbname' FROM `$dbname`.job WHERE job_token = '' LIMIT 1)",
			$this->dbnames
		) );
	}

	private function connect(): mysqli {
		mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
		$connection = mysqli_init();
		$connection->options( MYSQLI_OPT_CONNECT_TIMEOUT, 2 );
		@$connection->real_connect( 'database', 'wiki', $this->password );
		return $connection;
	}
}
