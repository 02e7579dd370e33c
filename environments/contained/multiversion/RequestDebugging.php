<?php

namespace Gm1;

use ExcimerProfiler;

/**
 * What a request's header X-Wikimedia-Debug asks for, as in production: `backend=NAME; log; readonly; …`. It counts in
 * the debug service alone, where the web server sends what names a backend.
 */
final class RequestDebugging {
	private const FOLDER = '/gm1-profiles';
	private const SECONDS_A_SAMPLE = 0.001;

	/** @var array<string,string> */
	private array $options;

	private function __construct( array $options ) {
		$this->options = $options;
	}

	public static function isDebugService(): bool {
		return getenv( 'GM1_SERVICE' ) === 'debug';
	}

	/** @param int $now Unix time; a header that has expired asks for nothing */
	public static function parse( string $header, int $now ): self {
		$options = [];
		foreach ( array_filter( array_map( 'trim', explode( ';', $header ) ) ) as $option ) {
			[ $name, $value ] = array_map( 'trim', explode( '=', $option, 2 ) ) + [ 1 => '1' ];
			$options[strtolower( $name )] = $value;
		}
		return new self( (int)( $options['expire'] ?? $now ) < $now ? [] : $options );
	}

	public static function ofRequest(): self {
		$header = self::isDebugService() ? $_SERVER['HTTP_X_WIKIMEDIA_DEBUG'] ?? '' : '';
		return self::parse( $header, time() );
	}

	public function has( string $option ): bool {
		return isset( $this->options[$option] );
	}

	/** @return bool false when PHP has no profiler */
	public function profile( string $requestId ): bool {
		if ( !class_exists( ExcimerProfiler::class ) ) {
			return false;
		}
		$profiler = new ExcimerProfiler();
		$profiler->setEventType( EXCIMER_REAL );
		$profiler->setPeriod( self::SECONDS_A_SAMPLE );
		$profiler->start();
		register_shutdown_function( static function () use ( $profiler, $requestId ): void {
			$profiler->stop();
			@mkdir( sys_get_temp_dir() . self::FOLDER, 0700 );
			file_put_contents( self::fileOf( $requestId ), $profiler->getLog()->formatCollapsed() );
		} );
		return true;
	}

	/** Lines of `caller;callee;… samples`, as flame graphs are drawn of; null when there is none. */
	public static function profileOf( string $requestId ): ?string {
		$file = self::fileOf( $requestId );
		return is_file( $file ) ? file_get_contents( $file ) : null;
	}

	private static function fileOf( string $requestId ): string {
		return sys_get_temp_dir() . self::FOLDER . '/' . preg_replace( '/[^A-Za-z0-9-]/', '', $requestId ) . '.collapsed';
	}
}
