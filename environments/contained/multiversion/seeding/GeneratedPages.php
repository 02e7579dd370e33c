<?php

namespace Gm1;

/** Pages that are large, long or many, and made by rule. */
final class GeneratedPages {
	private const LARGE_PAGE_BYTES = 300 * 1024;
	private const LARGE_TABLE_ROWS = 300;
	private const REVISIONS = 500;
	/** The most that a title may have. */
	private const TITLE_BYTES = 255;

	private const WORDS = [ 'anchor', 'beacon', 'current', 'deck', 'ebb', 'flood', 'gale', 'harbour', 'island', 'jetty' ];

	private string $oddTitles;

	/** @param string $oddTitles a file with a title a line */
	public function __construct( string $oddTitles ) {
		$this->oddTitles = $oddTitles;
	}

	/** @return SeedPage[] */
	public function pages(): array {
		$pages = [
			new SeedPage( [ 'title' => 'Large page' ], self::largePage() ),
			new SeedPage( [ 'title' => 'Large table' ], self::largeTable() ),
		];
		foreach ( $this->titles() as $title ) {
			$pages[] = new SeedPage(
				[ 'title' => $title ],
				"The title of this page is '''<nowiki>$title</nowiki>'''.\n\n[[Category:Odd titles]]"
			);
		}
		return $pages;
	}

	/** @return string[] the text of each revision of a page that many have edited, oldest first */
	public static function history(): array {
		$texts = [];
		$lines = [ 'A page that grew line by line, and lost some.' ];
		for ( $number = 1; $number <= self::REVISIONS; $number++ ) {
			$lines[$number % 40] = sprintf( '* Line %d: %s', $number, self::words( $number, 6 ) );
			$texts[] = implode( "\n", $lines ) . "\n\n[[Category:Sizes]]";
		}
		return $texts;
	}

	/** @return string[] */
	private function titles(): array {
		$titles = file( $this->oddTitles, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES );
		$long = 'Long title ';
		return [ ...$titles, $long . str_repeat( 'x', self::TITLE_BYTES - strlen( $long ) ) ];
	}

	private static function largePage(): string {
		$text = "A page of 300 KB, to be read, edited and compared.\n\n[[Category:Sizes]]\n";
		for ( $section = 1; strlen( $text ) < self::LARGE_PAGE_BYTES - 3000; $section++ ) {
			$text .= "\n== Section $section ==\n";
			for ( $paragraph = 0; $paragraph < 4; $paragraph++ ) {
				$text .= self::words( $section * 7 + $paragraph, 90 ) . ".\n\n";
			}
		}
		return str_pad( $text . '<!-- ', self::LARGE_PAGE_BYTES - 4, 'ebb and flood ' ) . ' -->';
	}

	private static function largeTable(): string {
		$rows = [];
		for ( $row = 1; $row <= self::LARGE_TABLE_ROWS; $row++ ) {
			$day = date( 'Y-m-d', 86400 * 37 * $row );
			$rows[] = sprintf( "|-\n| %d || %s || %s || %.2f", $row, self::words( $row, 2 ), $day, $row * 7 % 101 / 4 );
		}
		return "{| class=\"wikitable sortable\"\n|+ Tides\n! Number !! Place !! Day !! data-sort-type=\"number\" | Height\n"
			. implode( "\n", $rows ) . "\n|}\n\n[[Category:Tables]] [[Category:Sizes]]";
	}

	/** Words that depend on a number alone, so that two seeds are alike. */
	private static function words( int $start, int $count ): string {
		$words = [];
		for ( $word = 0; $word < $count; $word++ ) {
			$words[] = self::WORDS[( $start * 7 + $word * ( 3 + $start % 4 ) ) % 10];
		}
		return ucfirst( implode( ' ', $words ) );
	}
}
