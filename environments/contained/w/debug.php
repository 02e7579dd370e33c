<?php
/*
 * What only the debug service shows: ?show=php (versions, settings), ?show=fpm (its workers), ?show=profile&request=ID
 * (the samples of a request that was asked for with `profile`), ?show=mail&to=ADDRESS (what the wikis sent to exactly that
 * address: suites give each account one that nobody else knows). Everywhere else there is no such page.
 */
require_once __DIR__ . '/../multiversion/RequestDebugging.php';

$gm1Pages = [
	'php' => static fn (): bool => phpinfo( INFO_GENERAL | INFO_CONFIGURATION | INFO_MODULES ),
	'fpm' => static function (): void {
		header( 'Content-Type: application/json' );
		echo json_encode( fpm_get_status(), JSON_UNESCAPED_SLASHES ), "\n";
	},
	'profile' => static function (): void {
		$profile = Gm1\RequestDebugging::profileOf( $_GET['request'] ?? '' );
		http_response_code( $profile === null ? 404 : 200 );
		header( 'Content-Type: text/plain; charset=utf-8' );
		echo $profile ?? "There is no profile of this request.\n";
	},
	'mail' => static function (): void {
		header( 'Content-Type: application/json' );
		$address = (string)( $_GET['to'] ?? '' );
		$lines = @file( '/var/log/gm1/mail.ndjson' ) ?: [];
		$mails = array_map( static fn ( string $line ) => json_decode( $line, true ), $lines );
		$isTo = static fn ( $mail ): bool => (bool)preg_grep(
			'/(^|<)' . preg_quote( $address, '/' ) . '>?$/', $mail['to'] ?? []
		);
		echo json_encode( $address === '' ? [] : array_values( array_filter( $mails, $isTo ) ) ), "\n";
	},
];

header( 'Cache-Control: no-store' );
$gm1Page = $gm1Pages[$_GET['show'] ?? ''] ?? null;
if ( !Gm1\RequestDebugging::isDebugService() || $gm1Page === null ) {
	http_response_code( 404 );
	header( 'Content-Type: text/plain; charset=utf-8' );
	echo "There is no such page.\n";
	return;
}
$gm1Page();
