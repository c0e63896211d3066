package io.sluice.deploy.cli;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.schemas.Topics;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real broker for a test class; each of its tests gets a {@link KafkaCommandLine} with topics under the name of the test. */
final class OwnKafka implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private EmbeddedBroker broker;

    @Override
    public void beforeAll(ExtensionContext context) {
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        broker.close();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaCommandLine.class;
    }

    @Override
    public KafkaCommandLine resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new KafkaCommandLine(
                broker.bootstrapServers(),
                new Topics(context.getRequiredTestMethod().getName()));
    }
}
