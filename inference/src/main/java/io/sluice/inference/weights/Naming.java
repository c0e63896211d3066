package io.sluice.inference.weights;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose names a checkpoint's tensors have, and how they become canonical ones, which are timm's. */
enum Naming {
    /** timm, DeiT and what descends from them. */
    TIMM {
        @Override
        Optional<String> canonical(String name) {
            return Optional.of(bare(name)).filter(Naming::playsAPart);
        }
    },

    /** Hugging Face's ViT and DeiT. Query, key and value are apart there: {@code blocks.0.attn.q.weight} and so on. */
    HUGGING_FACE {
        @Override
        Optional<String> canonical(String name) {
            String inner = MODEL.matcher(bare(name)).replaceFirst("");
            if (!playsAPart(inner)) {
                return Optional.empty();
            }
            Matcher block = BLOCK.matcher(inner);
            return Optional.of(
                    block.matches()
                            ? "blocks." + block.group(1) + "." + rename(BLOCK_NAMES, block.group(2))
                            : rename(MODEL_NAMES, inner));
        }
    };

    /** What wraps a model that is trained in parallel, averaged or compiled, in any order. */
    private static final Pattern WRAPPINGS = Pattern.compile("^(module\\.|_orig_mod\\.)+");

    private static final Pattern MODEL = Pattern.compile("^(vit|deit)\\.");
    private static final Pattern BLOCK = Pattern.compile("encoder\\.layer\\.(\\d+)\\.(.+)");

    /**
     * What only training, masking or other tasks use, so that leaving it out changes no answer: the token that stands for
     * masked patches, the pooler of Hugging Face's, counters (also of averaged weights) and tables of indices. What would change the answer, such as
     * {@code pre_logits} and {@code fc_norm}, is not among them and is refused with all that has no place.
     */
    private static final Pattern WITHOUT_PART = Pattern.compile(
            "n_averaged|pooler\\..*|(.*\\.)?mask_token|.*\\.relative_position_index|.*\\.num_batches_tracked");

    private static final Map<String, String> MODEL_NAMES = Map.of(
            "embeddings.cls_token", "cls_token",
            "embeddings.distillation_token", "dist_token",
            "embeddings.position_embeddings", "pos_embed",
            "embeddings.patch_embeddings.projection", "patch_embed.proj",
            "layernorm", "norm",
            "classifier", "head",
            "cls_classifier", "head",
            "distillation_classifier", "head_dist");

    private static final Map<String, String> BLOCK_NAMES = Map.of(
            "attention.attention.query", "attn.q",
            "attention.attention.key", "attn.k",
            "attention.attention.value", "attn.v",
            "attention.attention.qkv", "attn.qkv",
            "attention.output.dense", "attn.proj",
            "layernorm_before", "norm1",
            "layernorm_after", "norm2",
            "intermediate.dense", "mlp.fc1",
            "output.dense", "mlp.fc2");

    /** The canonical name; empty for a tensor that plays no part in classification. */
    abstract Optional<String> canonical(String name);

    /** Whose names these are. */
    static Naming of(Collection<String> names) {
        return names.stream().anyMatch(name -> name.endsWith("embeddings.cls_token")) ? HUGGING_FACE : TIMM;
    }

    private static String bare(String name) {
        return WRAPPINGS.matcher(name).replaceFirst("");
    }

    private static boolean playsAPart(String name) {
        return !WITHOUT_PART.matcher(name).matches();
    }

    /** With the part before {@code .weight} or {@code .bias} renamed, where there is a name for it. */
    private static String rename(Map<String, String> names, String name) {
        for (String ending : List.of(".weight", ".bias", "")) {
            if (name.endsWith(ending)) {
                String layer = name.substring(0, name.length() - ending.length());
                return names.containsKey(layer) ? names.get(layer) + ending : name;
            }
        }
        return name;
    }
}
