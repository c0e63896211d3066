package io.sluice.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassNamesTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("names.txt"), text);
    }

    @Test
    void aNameALineWithOrWithoutItsSynset() throws IOException {
        ClassNames names = ClassNames.read(file("n01440764 tench, Tinca tinca\ncar\r\n n02 thing\n\n"), 3);

        assertThat(names.size()).isEqualTo(3);
        assertThat(names.name(0)).isEqualTo("tench, Tinca tinca");
        assertThat(names.synset(0)).contains("n01440764");
        assertThat(names.ofSynset("n01440764")).hasValue(0);
        assertThat(names.name(1)).isEqualTo("car");
        assertThat(names.synset(1)).isEmpty();
        assertThat(names.name(2)).isEqualTo("n02 thing");
        assertThat(names.ofSynset("n00000000")).isEmpty();
    }

    @Test
    void aSynsetAloneIsTheNameToo() throws IOException {
        ClassNames names = ClassNames.read(file("n01440764\nn01443537 goldfish\n"), 2);

        assertThat(names.name(0)).isEqualTo("n01440764");
        assertThat(names.synset(0)).contains("n01440764");
        assertThat(names.ofSynset("n01440764")).hasValue(0);
        assertThat(names.name(1)).isEqualTo("goldfish");
    }

    @Test
    void withoutAFileClassesAreNumbered() {
        ClassNames names = ClassNames.numbered(12);

        assertThat(names.name(11)).isEqualTo("11");
        assertThat(names.synset(11)).isEmpty();
    }

    @Test
    void aFileForAnotherModelIsRefusedByName() throws IOException {
        Path two = file("cat\ndog\n");

        assertThatExceptionOfType(ClassNames.UnusableClassNames.class)
                .isThrownBy(() -> ClassNames.read(two, 1000))
                .withMessage("Class names file " + two + " has 2 names, the model has 1000 classes.");
    }

    @Test
    void aFileThatIsMissingOrNoTextIsRefusedByName() throws IOException {
        Path binary = Files.write(folder.resolve("names.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Path missing = folder.resolve("missing.txt");

        assertThatExceptionOfType(ClassNames.UnusableClassNames.class)
                .isThrownBy(() -> ClassNames.read(binary, 1))
                .withMessage("Class names file " + binary + " is not UTF-8 text.");
        assertThatExceptionOfType(ClassNames.UnusableClassNames.class)
                .isThrownBy(() -> ClassNames.read(missing, 1))
                .withMessage("Class names file " + missing + " does not exist.");
        assertThatExceptionOfType(ClassNames.UnusableClassNames.class)
                .isThrownBy(() -> ClassNames.read(folder, 1))
                .withMessageContaining("cannot be read");
    }

    @Test
    void imageNetsListIsRead() {
        Path list = Path.of(System.getProperty("sluice.testdata", "../shared"), "models", "imagenet_synsets.txt");
        assumeTrue(Files.exists(list), "no class names at " + list);

        ClassNames names = ClassNames.read(list, 1000);

        assertThat(names.name(999)).startsWith("toilet tissue");
        assertThat(names.ofSynset("n15075141")).hasValue(999);
    }
}
