/**
 * Benchmarks. The build compiles them; run them by hand:
 *
 * <pre>
 * mvn -B -q -DskipTests -pl bench -am package
 * java -cp bench/target/classes:$(cat bench/target/classpath) org.openjdk.jmh.Main
 * java -cp bench/target/classes:$(cat bench/target/classpath) dev.clearer.bench.DefocusCost
 * java -cp bench/target/classes:$(cat bench/target/classpath) dev.clearer.bench.SampleCost \
 *     configs/compact-x4.yml data.root=data
 * </pre>
 */
@NullMarked
package dev.clearer.bench;

import org.jspecify.annotations.NullMarked;
