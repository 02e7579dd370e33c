<?php

namespace Gm1;

use ExtensionRegistry;
use RuntimeException;

/**
 * The pages of a folder. A file has a header of lines `name: value`, an empty line, and the wikitext. Names are `title`,
 * `by` (the author), `protect` (a group), `delete` (a reason) and `needs` (an extension without which there is no such
 * page). Of `x.wikitext` and `x.he.wikitext` a Hebrew wiki takes the second; `x.he.wikitext` alone is for it alone.
 */
final class ContentSet {
	private string $folder;
	private string $language;

	public function __construct( string $folder, string $language ) {
		$this->folder = $folder;
		$this->language = $language;
	}

	/** @return SeedPage[] */
	public function pages(): array {
		$pages = [];
		foreach ( $this->files() as $path ) {
			[ $header, $text ] = self::parse( $path );
			if ( self::isPossible( $header ) ) {
				$pages[] = new SeedPage( $header, $text );
			}
		}
		return $pages;
	}

	/** @return string[] path by stem, in the order of stems */
	private function files(): array {
		$files = [];
		foreach ( glob( "{$this->folder}/*.wikitext" ) as $path ) {
			$parts = explode( '.', basename( $path ) );
			$language = count( $parts ) === 3 ? $parts[1] : null;
			if ( $language === $this->language || ( $language === null && !isset( $files[$parts[0]] ) ) ) {
				$files[$parts[0]] = $path;
			}
		}
		ksort( $files );
		return $files;
	}

	/** @return array{0:array<string,string>,1:string} header and wikitext */
	private static function parse( string $path ): array {
		$parts = explode( "\n\n", (string)file_get_contents( $path ), 2 );
		preg_match_all( '/^(\w+): (.+)$/m', $parts[0], $lines );
		$header = array_combine( $lines[1], $lines[2] );
		if ( !isset( $header['title'], $parts[1] ) ) {
			throw new RuntimeException( "$path needs a line `title: …`, an empty line and a text" );
		}
		return [ $header, rtrim( $parts[1] ) ];
	}

	/** @param array<string,string> $header */
	private static function isPossible( array $header ): bool {
		$registry = class_exists( ExtensionRegistry::class ) ? ExtensionRegistry::class
			: '\\MediaWiki\\Registration\\ExtensionRegistry';
		return !isset( $header['needs'] ) || $registry::getInstance()->isLoaded( $header['needs'] );
	}
}
