<?php

namespace Gm1;

use MediaWiki\Block\DatabaseBlock;
use MediaWiki\MediaWikiServices;
use RuntimeException;
use Throwable;
use User;

/** The accounts of a seed, one a persona. The harness knows the names, and sets the passwords at each start. */
final class Accounts {
	private const GROUPS = [
		'Admin' => [ 'sysop', 'bureaucrat', 'interface-admin' ],
		'Tester' => [],
		'Robot' => [ 'bot' ],
		'Newcomer' => [],
		'Autoconfirmed' => [],
		'Bureaucrat' => [ 'bureaucrat' ],
		'Blocked' => [],
		'TwoFactor' => [],
		'Hebrew' => [],
	];
	private const NEW = [ 'Newcomer' ];
	private const REGISTRATION = '20200102030405';
	private const EDITS = 100;
	private const BLOCK_REASON = 'Blocked so that tests can see how a blocked account fares';

	/** @var array<string,User> */
	private array $users = [];

	/** @var array<string,string> persona to why there is none */
	private array $leftOut = [];

	public function make(): void {
		foreach ( self::GROUPS as $name => $groups ) {
			$this->users[$name] = $this->makeUser( $name, $groups );
		}
		$options = MediaWikiServices::getInstance()->getUserOptionsManager();
		$options->setOption( $this->user( 'Hebrew' ), 'language', 'he' );
		$options->saveOptions( $this->user( 'Hebrew' ) );
		$this->block( $this->user( 'Blocked' ) );
		try {
			TwoFactor::enable( $this->user( 'TwoFactor' ) );
		} catch ( Throwable $e ) {
			$this->leftOut['twofactor'] = str_replace( "\n", ' ', $e->getMessage() );
		}
	}

	/** @return User */
	public function user( string $name ): object {
		return $this->users[$name];
	}

	/** @return array<string,string> persona to why there is none */
	public function leftOut(): array {
		return $this->leftOut;
	}

	/** Gives all but newcomers the age and the edits of people who have been there for long. */
	public function settle(): void {
		$services = MediaWikiServices::getInstance();
		$database = $services->getDBLoadBalancer()->getConnection( defined( 'DB_PRIMARY' ) ? DB_PRIMARY : DB_MASTER );
		$old = array_values( array_diff( array_keys( self::GROUPS ), self::NEW ) );
		$database->update(
			'user',
			[ 'user_registration' => self::REGISTRATION, 'user_editcount' => self::EDITS ],
			[ 'user_name' => $old ],
			__METHOD__
		);
		foreach ( $this->users as $user ) {
			$user->invalidateCache();
		}
	}

	/**
	 * @param string[] $groups
	 * @return User
	 */
	private function makeUser( string $name, array $groups ): object {
		$services = MediaWikiServices::getInstance();
		$user = $services->getUserFactory()->newFromName( $name );
		if ( !$user->getId() ) {
			$status = $user->addToDatabase();
			if ( !$status->isOK() ) {
				throw new RuntimeException( "there is no account $name: $status" );
			}
			$user->setToken();
			$user->saveSettings();
		}
		foreach ( $groups as $group ) {
			$services->getUserGroupManager()->addUserToGroup( $user, $group, null, true );
		}
		return $user;
	}

	/** Without an automatic block of its address, which it shares with everybody here. */
	private function block( object $user ): void {
		$services = MediaWikiServices::getInstance();
		if ( !method_exists( $services, 'getBlockUserFactory' ) ) {
			$block = new DatabaseBlock( [
				'address' => $user,
				'by' => $this->user( 'Admin' )->getId(),
				'reason' => self::BLOCK_REASON,
				'expiry' => 'infinity',
				'createAccount' => true,
				'enableAutoblock' => false,
			] );
			$block->insert();
			return;
		}
		$status = $services->getBlockUserFactory()->newBlockUser(
			$user, $this->user( 'Admin' ), 'infinity', self::BLOCK_REASON,
			[ 'isCreateAccountBlocked' => true, 'isAutoblocking' => false ]
		)->placeBlockUnsafe();
		if ( !$status->isOK() ) {
			throw new RuntimeException( "{$user->getName()} could not be blocked: $status" );
		}
	}
}
