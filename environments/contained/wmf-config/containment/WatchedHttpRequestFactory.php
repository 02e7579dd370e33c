<?php

namespace Gm1;

use MediaWiki\Http\HttpRequestFactory;
use ReflectionClass;

/** MediaWiki's factory of requests; tells of each that would leave the environment, and by whom it was wanted. */
final class WatchedHttpRequestFactory extends HttpRequestFactory {
	/** Its constructor differs from version to version; its state is taken over as it is. */
	public static function watching( HttpRequestFactory $factory ): self {
		$watched = ( new ReflectionClass( self::class ) )->newInstanceWithoutConstructor();
		foreach ( ( new ReflectionClass( HttpRequestFactory::class ) )->getProperties() as $property ) {
			$property->setAccessible( true );
			$property->setValue( $watched, $property->getValue( $factory ) );
		}
		return $watched;
	}

	/** @inheritDoc */
	public function create( $url, array $options = [], $caller = __METHOD__ ) {
		Containment::report( $url, $caller );
		return parent::create( $url, [ 'proxy' => Containment::proxyFor( $url ) ] + $options, $caller );
	}

	/** @inheritDoc */
	public function createMultiClient( $options = [] ) {
		# By default it would ask directly, whatever the environment's variables say.
		return parent::createMultiClient( [ 'proxy' => Containment::proxy() ] + $options );
	}
}
