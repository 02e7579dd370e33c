<?php

namespace Gm1;

/**
 * What has to be done to seed a farm, and what must be done first. The first wiki of each version, language and shape is
 * installed and filled, a model; the others are copies of it, which takes a fraction of the time. Wikis that take uploads
 * are filled before those that show them, since a page that misses its files is noted as such.
 */
final class FarmPlan {
	/** @var array<string,array{version:string,lang:string,shape:string}> by dbname */
	private array $wikis;

	/** @param array<string,array{version:string,lang:string,shape:string}> $wikis by dbname */
	public function __construct( array $wikis ) {
		$this->wikis = $wikis;
	}

	/** @return array<string,array{arguments:string[],after:string[]}> arguments of install-farm.php, by the task's name */
	public function tasks(): array {
		$models = $this->models();
		$takers = array_intersect( $this->uploadTakers(), $models );
		$originals = array_unique( [ ...$takers, ...array_values( $models ) ] );
		$installs = $fills = $copies = [];
		foreach ( $originals as $dbname ) {
			$installs["install $dbname"] = [ 'arguments' => [ "--install=$dbname" ], 'after' => [] ];
			$fills["fill $dbname"] = $this->fill( $dbname, $takers );
		}
		foreach ( $models as $dbname => $model ) {
			if ( $dbname !== $model ) {
				$copies["copy $dbname"] = [
					'arguments' => [ "--copy=$model", "--to=$dbname" ],
					'after' => [ "fill $model" ],
				];
			}
		}
		return $installs + $fills + $copies;
	}

	/**
	 * @param string $dbname
	 * @param string[] $takers
	 * @return array{arguments:string[],after:string[]}
	 */
	private function fill( string $dbname, array $takers ): array {
		if ( in_array( $dbname, $takers, true ) ) {
			return [ 'arguments' => [ "--fill=$dbname", '--files' ], 'after' => [ "install $dbname" ] ];
		}
		$filesFirst = array_map( static fn ( string $taker ): string => "fill $taker", $takers );
		return [ 'arguments' => [ "--fill=$dbname" ], 'after' => [ "install $dbname", ...array_values( $filesFirst ) ] ];
	}

	/** @return array<string,string> dbname to the dbname of its model, which may be itself */
	private function models(): array {
		$first = $models = [];
		foreach ( $this->wikis as $dbname => $wiki ) {
			$kind = implode( ' ', [ $wiki['version'], $wiki['lang'], $wiki['shape'] ] );
			$models[$dbname] = $first[$kind] ??= $dbname;
		}
		return $models;
	}

	/** @return string[] dbnames: those of shape commons, which share their files, or all when there are none */
	private function uploadTakers(): array {
		$commons = array_filter( $this->wikis, static fn ( array $wiki ): bool => $wiki['shape'] === 'commons' );
		return array_keys( $commons ?: $this->wikis );
	}
}
