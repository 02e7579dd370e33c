<?php

namespace Gm1;

use mysqli;
use RuntimeException;

/** A copy of a seeded wiki under another name: its databases on all clusters, copied inside the server, and its files. */
final class WikiCopy {
	/** Ports of the database servers: the main cluster and x1. */
	private const PORTS = [ 3306, 3307 ];
	private const UPLOADS = '/srv/uploads';

	private string $from;
	private string $to;

	public function __construct( string $from, string $to ) {
		$this->from = $from;
		$this->to = $to;
	}

	public function make(): void {
		$start = microtime( true );
		mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
		foreach ( self::PORTS as $port ) {
			$this->copyDatabase(
				new mysqli( 'database', 'wiki', Farm::instance()->secret( 'databasePassword' ), '', $port )
			);
		}
		$this->copyUploads();
		printf( "%s copy of %s %.2f s\n", $this->to, $this->from, microtime( true ) - $start );
	}

	private function copyDatabase( mysqli $server ): void {
		$server->query( "CREATE DATABASE IF NOT EXISTS `{$this->to}`" );
		$server->query( 'SET foreign_key_checks = 0, unique_checks = 0' );
		$tables = $server->query(
			"SELECT table_name FROM information_schema.tables WHERE table_schema = '{$this->from}'"
		)->fetch_all();
		foreach ( array_column( $tables, 0 ) as $table ) {
			$server->query( "CREATE TABLE `{$this->to}`.`$table` LIKE `{$this->from}`.`$table`" );
			$server->query( "INSERT INTO `{$this->to}`.`$table` SELECT * FROM `{$this->from}`.`$table`" );
		}
	}

	private function copyUploads(): void {
		$from = self::UPLOADS . "/{$this->from}";
		if ( !is_dir( $from ) ) {
			return;
		}
		exec( 'cp -R ' . escapeshellarg( $from ) . ' ' . escapeshellarg( self::UPLOADS . "/{$this->to}" ), $output, $code );
		if ( $code !== 0 ) {
			throw new RuntimeException( "the files of {$this->from} could not be copied for {$this->to}" );
		}
	}
}
