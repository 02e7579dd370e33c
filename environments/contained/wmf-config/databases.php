<?php
/*
 * Two clusters, as in production: every wiki's own database on the main one, and on x1 (`extension1`) a database of
 * the same name for the tables of extensions that can keep theirs elsewhere.
 */

require_once __DIR__ . '/../multiversion/ExtensionCluster.php';

$wgDBtype = 'mysql';
$wgDBserver = 'database';
$wgDBuser = 'wiki';
$wgDBpassword = $gm1Farm->secret( 'databasePassword' );
$wgDBTableOptions = 'ENGINE=InnoDB, DEFAULT CHARSET=binary';
$wgLBFactoryConf = [
	'class' => Wikimedia\Rdbms\LBFactoryMulti::class,
	'sectionsByDB' => [],
	'sectionLoads' => [ 'DEFAULT' => [ 'database' => 1 ] ],
	'externalLoads' => [ 'extension1' => [ 'database-x1' => 1 ] ],
	'hostsByName' => [ 'database' => 'database', 'database-x1' => 'database:3307' ],
	'serverTemplate' => [
		'dbname' => $wgDBname,
		'user' => $wgDBuser,
		'password' => $wgDBpassword,
		'type' => $wgDBtype,
		'flags' => DBO_DEFAULT,
		'max lag' => 30,
	],
];

# Who keeps tables on x1; versions that do not know a domain keep them on the main cluster.
$wgEchoCluster = 'extension1';
foreach ( [ 'virtual-LoginNotify', 'virtual-oathauth' ] as $gm1Domain ) {
	$wgVirtualDomainsMapping[$gm1Domain] = [ 'cluster' => 'extension1', 'db' => false ];
}
unset( $gm1Domain );

# update.php makes the tables of virtual domains; for extensions that leave their cluster to the operator, this does.
$wgHooks['LoadExtensionSchemaUpdates'][] = static function ( $updater ) use ( $IP ) {
	$updater->addExtensionUpdate( [ [ new Gm1\ExtensionCluster( $IP, 'extension1' ), 'update' ] ] );
};
