<?php

namespace Gm1;

use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\MutableRevisionRecord;
use MediaWiki\User\UserIdentity;
use RuntimeException;
use WikiPage;

/**
 * Saves pages as an edit does, so that links, categories, search index and statistics follow. Classes whose names
 * differ between versions of MediaWiki, as WikiPage and Title do, are plain objects here.
 */
final class PageWriter {
	private const HISTORY_START = 1577934245;
	private const HISTORY_STEP_SECONDS = 86400;
	private const HISTORY_AUTHORS = [ 'Admin', 'Tester', 'Robot', 'Autoconfirmed' ];

	private Accounts $accounts;
	private MediaWikiServices $services;

	public function __construct( Accounts $accounts ) {
		$this->accounts = $accounts;
		$this->services = MediaWikiServices::getInstance();
	}

	public function write( SeedPage $page ): void {
		$wikiPage = $this->page( $page->title );
		$author = $this->accounts->user( $page->author );
		$this->save( $wikiPage, $author, $page->text );
		if ( $page->protection !== null ) {
			$this->protect( $wikiPage, $page->protection );
		}
		if ( $page->deletion !== null ) {
			$this->delete( $wikiPage, $page->deletion );
		}
	}

	/**
	 * Makes a page with many revisions: all but the last are put into the tables as they are.
	 * @param string[] $texts oldest first
	 */
	public function writeHistory( string $title, array $texts ): void {
		$page = $this->page( $title );
		$last = array_pop( $texts );
		$database = $this->services->getDBLoadBalancer()
			->getConnection( defined( 'DB_PRIMARY' ) ? DB_PRIMARY : DB_MASTER );
		$database->startAtomic( __METHOD__ );
		$page->insertOn( $database );
		$parent = null;
		foreach ( $texts as $index => $text ) {
			$revision = $this->revision( $page, $index, $text );
			if ( $parent ) {
				$revision->setParentId( $parent->getId() );
			}
			$parent = $this->services->getRevisionStore()->insertRevisionOn( $revision, $database );
		}
		$page->updateRevisionOn( $database, $parent, 0 );
		$database->endAtomic( __METHOD__ );
		$this->save( $this->page( $title ), $this->accounts->user( 'Tester' ), $last );
	}

	private function revision( object $page, int $index, string $text ): MutableRevisionRecord {
		$revision = new MutableRevisionRecord( $page->getTitle() );
		$revision->setPageId( $page->getId() );
		$revision->setContent( 'main', $this->content( $page->getTitle(), $text ) );
		$revision->setUser( $this->accounts->user( self::HISTORY_AUTHORS[$index % 4] ) );
		$revision->setTimestamp( wfTimestamp( TS_MW, self::HISTORY_START + $index * self::HISTORY_STEP_SECONDS ) );
		$revision->setComment( self::comment( "edit $index" ) );
		$revision->setMinorEdit( $index % 5 === 0 );
		return $revision;
	}

	/** @return WikiPage */
	private function page( string $name ): object {
		$title = $name === 'Main Page'
			? $this->services->getTitleFactory()->newFromText( wfMessage( 'mainpage' )->inContentLanguage()->text() )
			: $this->services->getTitleFactory()->newFromText( $name );
		if ( !$title ) {
			throw new RuntimeException( "no page can have the title $name" );
		}
		return method_exists( $this->services, 'getWikiPageFactory' )
			? $this->services->getWikiPageFactory()->newFromTitle( $title )
			: WikiPage::factory( $title );
	}

	private function save( object $page, UserIdentity $author, string $text ): void {
		$updater = $page->newPageUpdater( $author );
		$updater->setContent( 'main', $this->content( $page->getTitle(), $text ) );
		$updater->saveRevision( self::comment( 'part of the seed' ), EDIT_INTERNAL | EDIT_FORCE_BOT );
		$status = $updater->getStatus();
		if ( !$status->isOK() ) {
			throw new RuntimeException( "{$page->getTitle()->getPrefixedText()} could not be saved: $status" );
		}
	}

	private function content( object $title, string $text ): object {
		return $this->services->getContentHandlerFactory()->getContentHandler( $title->getContentModel() )
			->unserializeContent( $text );
	}

	private function protect( object $page, string $group ): void {
		$cascade = false;
		$page->doUpdateRestrictions(
			[ 'edit' => $group, 'move' => $group ],
			[ 'edit' => 'infinity', 'move' => 'infinity' ],
			$cascade,
			'a page of the seed that few may change',
			$this->accounts->user( 'Admin' )
		);
	}

	private function delete( object $page, string $reason ): void {
		$admin = $this->accounts->user( 'Admin' );
		$status = method_exists( $this->services, 'getDeletePageFactory' )
			? $this->services->getDeletePageFactory()->newDeletePage( $page, $admin )->deleteUnsafe( $reason )
			: $page->doDeleteArticleReal( $reason, $admin );
		if ( !$status->isOK() ) {
			throw new RuntimeException( "{$page->getTitle()->getPrefixedText()} could not be deleted: $status" );
		}
	}

	private static function comment( string $text ): object {
		$class = class_exists( '\\MediaWiki\\CommentStore\\CommentStoreComment' )
			? '\\MediaWiki\\CommentStore\\CommentStoreComment'
			: '\\CommentStoreComment';
		return $class::newUnsavedComment( $text );
	}
}
