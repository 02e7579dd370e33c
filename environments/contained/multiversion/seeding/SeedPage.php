<?php

namespace Gm1;

/** A page of the seed before it is saved. */
final class SeedPage {
	/** What other pages need when they are parsed comes first: a later change would make jobs for each of them. */
	private const FIRST = [ 'Module:', 'Template:', 'Category:' ];

	public string $title;
	public string $text;
	/** Name of the account that saves it. */
	public string $author;
	/** The group that may edit and move it; null for all. */
	public ?string $protection;
	/** Why it is deleted after it was saved; null when it stays. */
	public ?string $deletion;

	/** @param array<string,string> $header title, and by, protect, delete where they differ from the usual */
	public function __construct( array $header, string $text ) {
		$this->title = $header['title'];
		$this->text = $text;
		$this->author = $header['by'] ?? 'Admin';
		$this->protection = $header['protect'] ?? null;
		$this->deletion = $header['delete'] ?? null;
	}

	/**
	 * @param self[] $pages
	 * @return self[]
	 */
	public static function inOrder( array $pages ): array {
		$ranks = array_map( static fn ( self $page ): int => $page->rank(), $pages );
		array_multisort( $ranks, array_keys( $pages ), $pages );
		return $pages;
	}

	private function rank(): int {
		foreach ( self::FIRST as $rank => $prefix ) {
			if ( strpos( $this->title, $prefix ) === 0 ) {
				return $rank;
			}
		}
		return count( self::FIRST );
	}
}
