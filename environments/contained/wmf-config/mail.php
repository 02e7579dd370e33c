<?php
/* No mail leaves: each becomes a line of /var/log/gm1/mail.ndjson. */

$wgEnableEmail = true;
$wgEnableUserEmail = true;
$wgEmailAuthentication = true;
$wgEmergencyContact = 'admin@wiki.invalid';
$wgPasswordSender = 'wiki@wiki.invalid';

$wgHooks['AlternateUserMailer'][] = static function ( $headers, $to, $from, $subject, $body ) use ( $gm1Farm ) {
	Gm1\JsonLines::append( 'mail.ndjson', [
		'time' => Gm1\JsonLines::now(),
		'track' => $gm1Farm->track(),
		'wiki' => MWMultiVersion::instance()->dbname(),
		'reqId' => Gm1\RequestFacts::requestId(),
		'test' => Gm1\RequestFacts::test(),
		'from' => (string)$from,
		'to' => array_map( 'strval', $to ),
		'subject' => (string)$subject,
		'body' => is_array( $body ) ? $body : (string)$body,
		# Who wanted it sent; without arguments.
		'trace' => ( new Exception() )->getTraceAsString(),
	] );
	return false;
};
