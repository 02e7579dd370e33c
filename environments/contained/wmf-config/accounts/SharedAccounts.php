<?php

namespace Gm1;

use MediaWiki\Auth\AbstractPasswordPrimaryAuthenticationProvider;
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;
use MediaWiki\Auth\AuthManager;
use MediaWiki\Auth\PasswordAuthenticationRequest;
use MediaWiki\Auth\PrimaryAuthenticationProvider;
use MediaWiki\MediaWikiServices;
use StatusValue;

/** Lets people in by the password that they have on another wiki, as long as they have none on this one. */
final class SharedAccounts extends AbstractPasswordPrimaryAuthenticationProvider {
	private string $dbname;

	/** @var string[] */
	private array $others;

	/**
	 * @param string $dbname this wiki
	 * @param string[] $others those on the same database server that share their accounts
	 */
	public function __construct( string $dbname, array $others ) {
		parent::__construct();
		$this->dbname = $dbname;
		$this->others = $others;
	}

	/** @inheritDoc */
	public function beginPrimaryAuthentication( array $reqs ) {
		$request = AuthenticationRequest::getRequestByClass( $reqs, PasswordAuthenticationRequest::class );
		$name = MediaWikiServices::getInstance()->getUserNameUtils()->getCanonical( $request->username ?? '' );
		if ( $name === false || $this->passwords( $name, [ $this->dbname ] ) ) {
			return AuthenticationResponse::newAbstain();
		}
		foreach ( $this->passwords( $name, $this->others ) as $hash ) {
			if ( $this->getPassword( $hash )->verify( $request->password ?? '' ) ) {
				return AuthenticationResponse::newPass( $name );
			}
		}
		return AuthenticationResponse::newAbstain();
	}

	/** @inheritDoc */
	public function testUserExists( $username, $flags = 0 ) {
		return $this->passwords( $username, $this->others ) !== [];
	}

	/** @inheritDoc */
	public function providerAllowsAuthenticationDataChange( AuthenticationRequest $req, $checkData = true ) {
		return StatusValue::newGood( 'ignored' );
	}

	/** @inheritDoc */
	public function providerChangeAuthenticationData( AuthenticationRequest $req ) {
	}

	/** @inheritDoc */
	public function accountCreationType() {
		return PrimaryAuthenticationProvider::TYPE_NONE;
	}

	/** @inheritDoc */
	public function beginPrimaryAccountCreation( $user, $creator, array $reqs ) {
		return AuthenticationResponse::newAbstain();
	}

	/** @inheritDoc */
	public function getAuthenticationRequests( $action, array $options ) {
		return $action === AuthManager::ACTION_LOGIN ? [ new PasswordAuthenticationRequest() ] : [];
	}

	/**
	 * @param string[] $dbnames
	 * @return string[] the hashes of that name's passwords on these wikis
	 */
	private function passwords( string $name, array $dbnames ): array {
		if ( !$dbnames ) {
			return [];
		}
		$database = MediaWikiServices::getInstance()->getDBLoadBalancer()->getConnection( DB_REPLICA );
		$quoted = $database->addQuotes( $name );
		$query = implode( ' UNION ALL ', array_map(
			static fn ( string $dbname ): string =>
				"SELECT user_password FROM `$dbname`.user WHERE user_name = $quoted AND user_password != ''",
			$dbnames
		) );
		return array_column( iterator_to_array( $database->query( $query, __METHOD__ ), false ), 'user_password' );
	}
}
