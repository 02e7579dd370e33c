<?php

namespace Gm1;

use DatabaseUpdater;
use MediaWiki\HookContainer\HookContainer;
use MediaWiki\HookContainer\StaticHookRegistry;
use MediaWiki\MediaWikiServices;

/**
 * The tables on the second cluster of extensions whose own updates know the main one alone. Runs within update.php,
 * for the wiki that it is at; the database of that name has to be there (the harness makes it at each start).
 */
final class ExtensionCluster {
	private const EXTENSIONS = [ 'Echo', 'LoginNotify' ];

	private const UPDATE_LOG = 'CREATE TABLE IF NOT EXISTS updatelog '
		. '(ul_key VARBINARY(255) NOT NULL PRIMARY KEY, ul_value BLOB) ENGINE=InnoDB, DEFAULT CHARSET=binary';

	private string $mediawiki;
	private string $cluster;

	public function __construct( string $mediawiki, string $cluster ) {
		$this->mediawiki = $mediawiki;
		$this->cluster = $cluster;
	}

	/** Lets the extensions bring their tables up to date, with the second cluster in the place of the main one. */
	public function update(): void {
		global $wgEchoCluster;
		$services = MediaWikiServices::getInstance();
		$database = $services->getDBLoadBalancerFactory()->getExternalLB( $this->cluster )->getConnection( DB_PRIMARY );
		$database->query( self::UPDATE_LOG, __METHOD__ );
		$handlers = [ 'LoadExtensionSchemaUpdates' => array_merge( ...array_map( [ $this, 'handlers' ], self::EXTENSIONS ) ) ];
		$updater = DatabaseUpdater::newForDB( $database );
		$updater->setAutoExtensionHookContainer(
			new HookContainer( new StaticHookRegistry( $handlers ), $services->getObjectFactory() )
		);
		# Echo stands back when it is told of a cluster.
		[ $cluster, $wgEchoCluster ] = [ $wgEchoCluster, false ];
		$updater->doUpdates( [ 'extensions' ] );
		$wgEchoCluster = $cluster;
	}

	/** @return callable[] what the extension does on LoadExtensionSchemaUpdates; none when it is not in the tree */
	private function handlers( string $extension ): array {
		$file = "{$this->mediawiki}/extensions/$extension/extension.json";
		if ( !is_file( $file ) ) {
			return [];
		}
		$manifest = json_decode( file_get_contents( $file ), true );
		$named = (array)( $manifest['Hooks']['LoadExtensionSchemaUpdates'] ?? [] );
		return array_map( static function ( string $name ) use ( $manifest ) {
			$class = $manifest['HookHandlers'][$name]['class'] ?? null;
			return $class === null ? $name : [ new $class(), 'onLoadExtensionSchemaUpdates' ];
		}, $named );
	}
}
