package io.sluice.deploy.traces;

import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/** Where OpenTelemetry's exporter finds {@link JdkHttpSender}: named in {@code META-INF/services}. */
public final class JdkHttpSenderProvider implements HttpSenderProvider {
    @Override
    public HttpSender createSender(HttpSenderConfig config) {
        return new JdkHttpSender(config);
    }
}
