package io.sluice.schemas;

import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;

/**
 * Avro's view of the classes generated from this package's contracts. Avro itself loads no class named in a schema unless
 * a system property of the whole process trusts it; this trusts the contracts and nothing else.
 */
final class ContractData extends SpecificData {
    private static final String PACKAGE = ContractData.class.getPackageName();

    ContractData() {
        super(ContractData.class.getClassLoader());
        addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    }

    @Override
    public Class<?> getClass(Schema schema) {
        return isContract(schema) ? contract(schema.getFullName()) : super.getClass(schema);
    }

    private static boolean isContract(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> PACKAGE.equals(schema.getNamespace());
            default -> false;
        };
    }

    /** The generated class, or null as Avro wants it for a type that a newer version has added. */
    private static Class<?> contract(String name) {
        try {
            return Class.forName(name, false, ContractData.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
