<?php
/* What this wiki's version was built from; `?all` gives every version of the image. */
require_once __DIR__ . '/../multiversion/MWMultiVersion.php';

$gm1Wiki = MWMultiVersion::selectRequested();
$gm1File = dirname( __DIR__ ) . '/deployment-info.json';
$gm1Info = is_readable( $gm1File ) ? json_decode( file_get_contents( $gm1File ), true ) : [];

header( 'Content-Type: application/json' );
header( 'Cache-Control: no-store' );
if ( isset( $_GET['all'] ) ) {
	echo json_encode( $gm1Info ?: new stdClass, JSON_UNESCAPED_SLASHES ), "\n";
	return;
}
$gm1Checkouts = $gm1Info['versions'][$gm1Wiki->version()] ?? null;
if ( $gm1Checkouts === null ) {
	http_response_code( 404 );
	echo "{}\n";
	return;
}
echo json_encode( [
	'dbname' => $gm1Wiki->dbname(),
	'version' => $gm1Wiki->version(),
	'branch' => array_column( $gm1Checkouts, 'branch', 'repo' )['mediawiki/core'] ?? null,
	'checkouts' => $gm1Checkouts,
], JSON_UNESCAPED_SLASHES ), "\n";
