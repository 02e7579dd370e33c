<?php
/*
 * Fills an installed wiki with accounts, pages and files, and leaves no job waiting:
 *   php multiversion/MWScript.php multiversion/seeding/SeedWiki.php --wiki=DBNAME [--files]
 */

namespace Gm1;

use Maintenance;
use MediaWiki\MediaWikiServices;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';
require_once __DIR__ . '/Accounts.php';
require_once __DIR__ . '/ContentSet.php';
require_once __DIR__ . '/FileWriter.php';
require_once __DIR__ . '/GeneratedPages.php';
require_once __DIR__ . '/PageWriter.php';
require_once __DIR__ . '/SeedPage.php';
require_once __DIR__ . '/TwoFactor.php';

final class SeedWiki extends Maintenance {
	public const CONTENT = __DIR__ . '/../../content';

	private Accounts $accounts;

	public function __construct() {
		parent::__construct();
		$this->addDescription( 'Fills a new wiki with the accounts and the content of the seed' );
		$this->addOption( 'files', 'Upload the files of the seed, too' );
	}

	public function execute() {
		$this->accounts = new Accounts();
		$this->timed( 'accounts', fn () => $this->accounts->make() );
		if ( $this->hasOption( 'files' ) ) {
			$this->timed( 'files', fn () => $this->writeFiles() );
		}
		$this->timed( 'pages', fn () => $this->writePages() );
		$this->timed( 'history', fn () => $this->writeHistory() );
		$this->timed( 'jobs', fn () => $this->runOther( 'RunJobs', 'runJobs' ) );
		$this->timed( 'statistics', fn () => $this->runOther( 'InitSiteStats', 'initSiteStats', [ 'update' => true ] ) );
		$this->accounts->settle();
		foreach ( $this->accounts->leftOut() as $persona => $why ) {
			$this->output( "without $persona: $why\n" );
		}
	}

	private function writeFiles(): void {
		$writer = new FileWriter( $this->accounts->user( 'Admin' ) );
		foreach ( glob( self::CONTENT . '/files/*.{png,svg,pdf,gif}', GLOB_BRACE ) as $path ) {
			$writer->upload( $path, (string)file_get_contents( "$path.wikitext" ) );
		}
	}

	private function writePages(): void {
		$language = MediaWikiServices::getInstance()->getContentLanguage()->getCode();
		$writer = new PageWriter( $this->accounts );
		$pages = array_merge(
			( new ContentSet( self::CONTENT . '/pages', $language ) )->pages(),
			( new GeneratedPages( self::CONTENT . '/odd-titles.txt' ) )->pages()
		);
		foreach ( SeedPage::inOrder( $pages ) as $page ) {
			$writer->write( $page );
		}
	}

	private function writeHistory(): void {
		$texts = GeneratedPages::history();
		( new PageWriter( $this->accounts ) )->writeHistory( 'Long history', $texts );
	}

	/** @param array<string,mixed> $options */
	private function runOther( string $class, string $file, array $options = [] ): void {
		global $IP;
		$path = "$IP/maintenance/$file.php";
		$script = method_exists( $this, 'createChild' )
			? $this->createChild( $class, $path )
			: $this->runChild( $class, $path );
		$script->loadParamsAndArgs( null, $options + [ 'quiet' => true ] );
		$script->execute();
	}

	private function timed( string $step, callable $work ): void {
		$start = microtime( true );
		$work();
		$this->output( sprintf( "%s %.2f s\n", $step, microtime( true ) - $start ) );
	}
}

$maintClass = SeedWiki::class;
require_once RUN_MAINTENANCE_IF_MAIN;
