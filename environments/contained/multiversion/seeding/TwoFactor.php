<?php

namespace Gm1;

use MediaWiki\MediaWikiServices;
use MediaWiki\User\UserIdentity;
use RuntimeException;

/**
 * Second factors as the OATHAuth of this version keeps them. The secret and the codes are stand-ins of the seed, which
 * the harness replaces at each start wherever OATHAuth has put them.
 */
final class TwoFactor {
	public const SECRET = 'SEEDSECRETSEEDSECRETSEEDSE';
	private const CODES = [ 'SEEDCODEAAAAAAAA', 'SEEDCODEBBBBBBBB', 'SEEDCODECCCCCCCC', 'SEEDCODEDDDDDDDD', 'SEEDCODEEEEEEEEE' ];

	/** Throws when there is no OATHAuth, or one that works otherwise. */
	public static function enable( UserIdentity $user ): void {
		$services = MediaWikiServices::getInstance();
		if ( !$services->hasService( 'OATHUserRepository' ) ) {
			throw new RuntimeException( 'the extension OATHAuth is not there' );
		}
		$repository = $services->getService( 'OATHUserRepository' );
		$module = self::registry( $services )->getModuleByKey( 'totp' );
		$account = $repository->findByUser( $user );
		$key = [ 'secret' => self::SECRET, 'scratch_tokens' => self::CODES ];
		if ( method_exists( $repository, 'createKey' ) ) {
			$repository->createKey( $account, $module, $key, '127.0.0.1' );
			return;
		}
		$account->setModule( $module );
		$account->addKey( $module->newKey( $key ) );
		$repository->persist( $account, '127.0.0.1' );
	}

	private static function registry( MediaWikiServices $services ): object {
		$name = $services->hasService( 'OATHAuthModuleRegistry' ) ? 'OATHAuthModuleRegistry' : 'OATHAuth';
		return $services->getService( $name );
	}
}
