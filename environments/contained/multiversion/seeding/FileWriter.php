<?php

namespace Gm1;

use MediaWiki\MediaWikiServices;
use MediaWiki\User\UserIdentity;
use RuntimeException;

/** Uploads files as a person does: file, description page, log. */
final class FileWriter {
	private UserIdentity $uploader;

	public function __construct( UserIdentity $uploader ) {
		$this->uploader = $uploader;
	}

	public function upload( string $path, string $description ): void {
		$file = MediaWikiServices::getInstance()->getRepoGroup()->getLocalRepo()->newFile( basename( $path ) );
		$status = $file->upload( $path, 'part of the seed', $description, 0, false, false, $this->uploader );
		if ( !$status->isOK() ) {
			throw new RuntimeException( "$path could not be uploaded: $status" );
		}
	}
}
