package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An ONNX graph under construction. Each method adds one operation, infers its result's type and shape at once and fails
 * on the spot, naming the operands, where they do not fit. A {@code Graph} is a view: {@link #in} gives one whose nodes
 * are named under another path, {@link #ifLess} one inside a branch; all of them write to the same model.
 *
 * <p>Sizes that are known only at run time are {@link Dim}s by name; sizes that are computed at run time are
 * {@link Count}s, the number and the size that it stands for. So the shape of every value is known symbolically, and
 * {@link #evaluate} says what it is for given sizes.
 */
public final class Graph extends RuntimeOps {
    private Graph(Scope scope, String path) {
        super(scope, path);
    }

    /** An empty graph. */
    public static Graph named(String name) {
        return new Graph(Scope.root(name), name);
    }

    /** The same graph with new nodes named under {@code path}, such as {@code blocks.3.attn}. */
    public Graph in(String path) {
        return new Graph(scope(), path);
    }

    /** An input of the model. */
    public Value input(String name, ElementType type, Dim... shape) {
        Value input = new Value(scope(), scope().definitions().claim(name), type, Shape.of(shape));
        scope().proto().addInput(info(input, name));
        return input;
    }

    /** Makes {@code value} an output of the model under {@code name}. */
    public void output(String name, Value value) {
        Value named = new Value(scope(), scope().definitions().claim(name), value.type(), value.shape());
        node("Identity", value).renamed(named);
        scope().proto().addOutput(info(named, name));
    }

    /**
     * The number at one position of a vector of counts, such as an input that says how much to reduce.
     *
     * @param counts INT64 {@code [stages]}
     */
    public Count countAt(Value counts, int position) {
        require(position < counts.dim(0).constant(), "Slice", counts, position);
        Value one = slice(counts, 0, position, position + 1L);
        return new Count(one, Dim.named(counts.name() + "[" + position + "]"));
    }

    /**
     * Values that depend on a comparison at run time; only the branch taken is computed. Where both branches agree on a
     * size, so does the result; other sizes get a name. Where both numbers are always the same, there is only the branch that
     * they take.
     *
     * @param less compared
     * @param than compared with
     * @param then computes the values where {@code less < than}, in the graph that it is given
     * @param otherwise computes them elsewhere; as many as {@code then}
     */
    public List<Value> ifLess(
            Count less, Count than, Function<Graph, List<Value>> then, Function<Graph, List<Value>> otherwise) {
        if (less.dim().isFixed() && than.dim().isFixed()) {
            return (less.dim().constant() < than.dim().constant() ? then : otherwise).apply(this);
        }
        Graph thenBranch = new Graph(scope().inside("then"), path());
        Graph elseBranch = new Graph(scope().inside("else"), path());
        List<Value> thenValues = thenBranch.results(then.apply(thenBranch));
        List<Value> elseValues = elseBranch.results(otherwise.apply(elseBranch));
        require(thenValues.size() == elseValues.size(), "If", thenValues, elseValues);
        Node node = node("If", less(less.value(), than.value()))
                .with("then_branch", thenBranch.scope().proto())
                .with("else_branch", elseBranch.scope().proto());
        List<Value> joined = new ArrayList<>();
        for (int i = 0; i < thenValues.size(); i++) {
            Value left = thenValues.get(i);
            Shape shape = join(less.dim(), than.dim(), left, elseValues.get(i));
            joined.add(node.output(left.type(), shape));
        }
        node.add();
        return joined;
    }

    /** Makes values the results of this branch; a branch may only yield what its own nodes made. */
    private List<Value> results(List<Value> values) {
        List<Value> own = values.stream()
                .map(value -> value.scope() == scope() ? value : unary("Identity", value))
                .toList();
        own.forEach(value -> scope().proto().addOutput(info(value, value.name())));
        return own;
    }

    private Shape join(Dim less, Dim than, Value then, Value otherwise) {
        boolean fits = then.type() == otherwise.type()
                && then.shape().rank() == otherwise.shape().rank();
        require(fits, "If", then, otherwise);
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < then.shape().rank(); axis++) {
            dims.add(scope().definitions().sizes().choice(less, than, then.dim(axis), otherwise.dim(axis)));
        }
        return new Shape(dims);
    }

    /**
     * What a symbolic size is for given sizes.
     *
     * @param given by name: those of the inputs' axes, and {@code input[position]} for those of {@link #countAt}
     */
    public long evaluate(Dim size, Map<String, Long> given) {
        return scope().definitions().sizes().evaluate(size, given);
    }

    /**
     * The model, complete.
     *
     * @param operators that it may have; it has others only where they were asked for by name
     */
    public OnnxModel build(Operators operators, Map<String, String> metadata) {
        Definitions all = scope().definitions();
        GraphProto.Builder proto = scope().proto();
        if (operators == Operators.ONNX_RUNTIME && NormFusion.apply(proto)) {
            all.importDomain(MICROSOFT);
        }
        return OnnxModel.of(proto.addAllInitializer(read(proto)), all.domains(), metadata);
    }

    /** Numbers that were only counted with while the graph was built are no part of it. */
    private List<TensorProto> read(GraphProto.Builder proto) {
        Set<String> names = Reads.of(proto);
        return scope().definitions().constants().stream()
                .filter(constant -> names.contains(constant.getName()))
                .toList();
    }

    private static ValueInfoProto info(Value value, String name) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Dim size : value.shape().dims()) {
            TensorShapeProto.Dimension.Builder dim = shape.addDimBuilder();
            if (size.isFixed()) {
                dim.setDimValue(size.constant());
            } else {
                dim.setDimParam(size.toString());
            }
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(value.type().number())
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
