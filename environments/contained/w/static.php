<?php
/* /w/resources/… and the like, for whoever has the unversioned path: leads to the wiki's version. */
require_once __DIR__ . '/../multiversion/MWMultiVersion.php';

MWMultiVersion::entryPoint( 'index.php' );
header( 'Cache-Control: no-cache' );
header(
	'Location: /static/' . MWMultiVersion::instance()->version()
		. substr( $_SERVER['REQUEST_URI'], strlen( '/w' ) ),
	true,
	302
);
