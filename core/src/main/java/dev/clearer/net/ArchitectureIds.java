package dev.clearer.net;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import org.jspecify.annotations.Nullable;

/** Lets experiments name an {@link dev.clearer.model.Family} by {@code kind} beside its sizes. */
public final class ArchitectureIds extends TypeIdResolverBase {
  @Override
  public String idFromValue(Object value) {
    return Architecture.of((Record) value).name();
  }

  @Override
  public String idFromValueAndType(Object value, Class<?> suggestedType) {
    return idFromValue(value);
  }

  @Override
  public @Nullable JavaType typeFromId(DatabindContext context, String id) {
    return Architecture.find(id).map(family -> context.constructType(family.config())).orElse(null);
  }

  @Override
  public String getDescForKnownTypeIds() {
    return "[" + Architecture.names() + "]";
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
