<?php
/* Read by InstallerOverrides: the installer of the command line, without its question for a LocalSettings.php. */

final class InstallerBesideSettings extends CliInstaller {
	/** @inheritDoc */
	public function execute() {
		$results = $this->performInstallation( [ $this, 'startStage' ], [ $this, 'endStage' ] );
		$last = end( $results );
		return $last->isOK() ? Status::newGood() : $last;
	}
}

$overrides['CliInstaller'] = InstallerBesideSettings::class;
