package io.sluice.deploy.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.deploy.OperatorException;
import io.sluice.inference.model.ClassNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabelledPicturesTest {
    private static final ClassNames NAMES = ClassNames.of(
            List.of(
                    "n01440764 tench, Tinca tinca",
                    "n01443537 goldfish, Carassius auratus",
                    "n02012849 crane",
                    "n03126707 crane",
                    "n01496331"),
            5);

    @TempDir
    private Path root;

    private Path pictures;

    @BeforeEach
    void makeDirectory() throws IOException {
        pictures = Files.createDirectory(root.resolve("pictures"));
    }

    @Test
    void aFolderIsCalledAfterAClassItsFirstNameItsSynsetOrItsNumber() throws IOException {
        picture("Goldfish/a.jpg");
        picture("n01440764/b.jpg");
        picture("4/c.jpg");
        picture("tench, Tinca tinca/d.png");

        assertThat(LabelledPictures.in(pictures, NAMES).problems()).isEmpty();
        assertThat(LabelledPictures.in(pictures, NAMES).pictures())
                .containsExactly(
                        labelled("4/c.jpg", 4),
                        labelled("Goldfish/a.jpg", 1),
                        labelled("n01440764/b.jpg", 0),
                        labelled("tench, Tinca tinca/d.png", 0));
    }

    @Test
    void aFileNameBeginsWithItsSynset() throws IOException {
        picture("n01496331_electric_ray.jpg");
        picture("n01440764.png");
        picture("misc/n01443537_1.jpg");

        assertThat(LabelledPictures.in(pictures, NAMES).pictures())
                .containsExactly(
                        labelled("misc/n01443537_1.jpg", 1),
                        labelled("n01440764.png", 0),
                        labelled("n01496331_electric_ray.jpg", 4));
    }

    @Test
    void whatIsNoClassOrMoreThanOneIsNamed() throws IOException {
        Path unknown = picture("holiday.jpg");
        Path otherSynset = picture("n99999999_x.jpg");
        Path longDigits = picture("n014407641.jpg");
        Path beyond = picture("5/a.jpg");
        picture("n01440764_tench.jpg");

        LabelledPictures found = LabelledPictures.in(pictures, NAMES);

        assertThat(found.pictures()).containsExactly(labelled("n01440764_tench.jpg", 0));
        assertThat(found.problems())
                .containsExactlyInAnyOrder(
                        problem(unknown), problem(otherSynset), problem(longDigits), problem(beyond));
    }

    @Test
    void aLabelsFileSaysWhichPicturesAndWhatTheyShow() throws IOException {
        Path labels = Files.writeString(root.resolve("labels.csv"), """
                file,label
                a.jpg,tench, Tinca tinca
                "b,c.jpg",n01443537

                sub/d.jpg, 4
                e.jpg,dragon
                """);

        LabelledPictures found = LabelledPictures.listed(pictures, labels, NAMES);

        assertThat(found.pictures())
                .containsExactly(labelled("a.jpg", 0), labelled("b,c.jpg", 1), labelled("sub/d.jpg", 4));
        assertThat(found.problems())
                .containsExactly("Cannot use " + pictures.resolve("e.jpg") + ": 'dragon' is no class of the model.");
    }

    @Test
    void aWrongLineOfALabelsFileIsNamed() throws IOException {
        Path labels = Files.writeString(root.resolve("labels.csv"), "a.jpg,tench\nb.jpg\n");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> LabelledPictures.listed(pictures, labels, NAMES))
                .withMessage("Labels file " + labels + ", line 2: expected file,label, found 'b.jpg'.");
    }

    @Test
    void whatIsNotThereIsNamed() {
        Path missing = root.resolve("missing");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> LabelledPictures.in(missing, NAMES))
                .withMessage("There is no directory " + missing + ".");
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> LabelledPictures.listed(pictures, missing, NAMES))
                .withMessage("Labels file " + missing + " does not exist.");
    }

    private LabelledPicture labelled(String name, int label) {
        return new LabelledPicture(pictures.resolve(name), label);
    }

    private static String problem(Path file) {
        return "Cannot use " + file + ": neither its folder nor the beginning of its name is a class of the model.";
    }

    private Path picture(String name) throws IOException {
        Path file = pictures.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
