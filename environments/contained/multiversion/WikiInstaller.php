<?php

namespace Gm1;

use MWMultiVersion;
use RuntimeException;

/** Installs and fills one wiki step by step; a step that fails ends it with the step's own output. */
final class WikiInstaller {
	/** Set while wikis are made one beside the other: none may count on another's tables. */
	private const ENVIRONMENT = [ 'GM1_INSTALLING' => '1' ];

	private string $dbname;
	private MWMultiVersion $wiki;

	public function __construct( string $dbname ) {
		$wiki = MWMultiVersion::selectWiki( $dbname );
		if ( $wiki === null ) {
			throw new RuntimeException( "there is no wiki $dbname" );
		}
		$this->dbname = $dbname;
		$this->wiki = $wiki;
	}

	public function install(): void {
		$this->timed( 'tables', fn () => $this->makeTables() );
		$this->timed( 'update', fn () => $this->script( 'update', '--quick', '--skip-external-dependencies' ) );
	}

	/**
	 * Accounts, pages and, for a wiki that takes uploads, files; what the script has measured is printed.
	 * @param bool $withFiles
	 */
	public function fill( bool $withFiles ): void {
		$options = $withFiles ? [ '--files' ] : [];
		$text = $this->script( __DIR__ . '/seeding/SeedWiki.php', ...$options );
		echo preg_replace( '/^(?=.)/m', "{$this->dbname} ", $text );
	}

	/** MediaWiki's installer wants no settings file to exist and writes one that nobody needs. */
	private function makeTables(): void {
		$farm = Farm::instance();
		$wiki = $farm->wikis()[$this->dbname];
		$scratch = sys_get_temp_dir() . "/gm1-install-{$this->dbname}";
		@mkdir( $scratch, 0700 );
		file_put_contents( "$scratch/database", $farm->secret( 'databasePassword' ) );
		file_put_contents( "$scratch/admin", bin2hex( random_bytes( 16 ) ) );
		$this->run( $this->installer( [
			'--dbtype=mysql', '--dbserver=database', "--dbname={$this->dbname}",
			'--dbuser=wiki', "--dbpassfile=$scratch/database",
			'--installdbuser=wiki', '--installdbpass=' . $farm->secret( 'databasePassword' ),
			"--lang={$wiki['lang']}", "--server={$wiki['url']}", '--scriptpath=/w',
			"--passfile=$scratch/admin", "--confpath=$scratch", $this->dbname, 'Admin',
		] ), [ 'MW_CONFIG_FILE' => "$scratch/none.php", 'MW_INSTALL_PATH' => $this->wiki->directory() ] );
		array_map( 'unlink', glob( "$scratch/*" ) );
		rmdir( $scratch );
	}

	/**
	 * @param string[] $arguments
	 * @return string[]
	 */
	private function installer( array $arguments ): array {
		$maintenance = $this->wiki->directory() . '/maintenance';
		$script = is_file( "$maintenance/run.php" )
			? [ "$maintenance/run.php", 'install' ]
			: [ __DIR__ . '/installer/install.php' ];
		return array_merge( [ PHP_BINARY ], $script, $arguments );
	}

	private function script( string $name, string ...$arguments ): string {
		return $this->run( [ PHP_BINARY, __DIR__ . '/MWScript.php', $name, "--wiki={$this->dbname}", ...$arguments ] );
	}

	/**
	 * @param string[] $command
	 * @param array<string,string> $environment in addition to this process's own
	 */
	private function run( array $command, array $environment = [] ): string {
		$output = tempnam( sys_get_temp_dir(), 'gm1-' );
		$streams = [ [ 'file', '/dev/null', 'r' ], [ 'file', $output, 'a' ], [ 'file', $output, 'a' ] ];
		$process = proc_open( $command, $streams, $pipes, null, $environment + self::ENVIRONMENT + getenv() );
		$code = proc_close( $process );
		$text = (string)file_get_contents( $output );
		unlink( $output );
		if ( $code !== 0 ) {
			throw new RuntimeException( "{$this->dbname}: {$command[2]} ended with $code:\n$text" );
		}
		return $text;
	}

	private function timed( string $step, callable $work ): void {
		$start = microtime( true );
		$work();
		printf( "%s %s %.2f s\n", $this->dbname, $step, microtime( true ) - $start );
	}
}
