<?php

namespace Gm1;

/** What this request has cost until its headers go out. */
final class RequestCost {
	/** PHP calls one function alone at that moment; MediaWiki's own is called first. */
	public static function tellWithHeaders(): void {
		$theirs = self::callbackOfMediaWiki();
		header_register_callback( static function () use ( $theirs ): void {
			if ( $theirs ) {
				$theirs();
			}
			header( 'X-Gm1-Cost: ' . self::describe() );
		} );
	}

	private static function callbackOfMediaWiki(): ?callable {
		foreach ( [ 'MediaWiki\Request\HeaderCallback', 'MediaWiki\HeaderCallback' ] as $class ) {
			if ( class_exists( $class ) ) {
				return [ $class, 'callback' ];
			}
		}
		return null;
	}

	private static function describe(): string {
		return sprintf(
			'queries=%d; memory=%d; seconds=%.4F',
			CountingTransactionProfiler::queries(),
			memory_get_peak_usage(),
			microtime( true ) - $_SERVER['REQUEST_TIME_FLOAT']
		);
	}
}
