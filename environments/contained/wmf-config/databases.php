<?php
/* Every wiki's database is on the one server; the factory is production's, so that sections can be added. */

$wgDBtype = 'mysql';
$wgDBserver = 'database';
$wgDBuser = 'wiki';
$wgDBpassword = $gm1Farm->secret( 'databasePassword' );
$wgDBTableOptions = 'ENGINE=InnoDB, DEFAULT CHARSET=binary';
$wgLBFactoryConf = [
	'class' => Wikimedia\Rdbms\LBFactoryMulti::class,
	'sectionsByDB' => [],
	'sectionLoads' => [ 'DEFAULT' => [ 'database' => 1 ] ],
	'hostsByName' => [ 'database' => 'database' ],
	'serverTemplate' => [
		'dbname' => $wgDBname,
		'user' => $wgDBuser,
		'password' => $wgDBpassword,
		'type' => $wgDBtype,
		'flags' => DBO_DEFAULT,
		'max lag' => 30,
	],
];
