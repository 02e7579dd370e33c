<?php
/*
 * MediaWiki's installer as of 1.35, which takes any LocalSettings.php in its tree for a wiki that is there already.
 * MW_INSTALL_PATH says which tree; options and arguments are those of its maintenance/install.php.
 */

# Within a function, so that it does not start by itself.
( static function (): void {
	require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/install.php';
} )();

final class InstallBesideSettings extends CommandLineInstaller {
	/** @inheritDoc */
	public function execute() {
		# Where it looks for mw-config/overrides/; it sets this right as soon as it has them.
		$GLOBALS['IP'] = __DIR__;
		return parent::execute();
	}
}

$maintClass = InstallBesideSettings::class;
require RUN_MAINTENANCE_IF_MAIN;
